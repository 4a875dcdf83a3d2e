import { z } from "zod";
import type { Tokens } from "../../tokens.ts";
import { invalidParameter, invalidSignature, StorageError } from "./errors.ts";
import type { ObjectAddress } from "./names.ts";

/**
 * Signed addresses carry a token that names one object and one thing to do with it. What is signed for
 * reading cannot be used for writing. The claims are hosted's.
 */
const downloadSchema = z.object({
  scope: z.literal("download"),
  url: z.string(),
  exp: z.number(),
});
const uploadSchema = z.object({
  scope: z.literal("upload"),
  url: z.string(),
  exp: z.number(),
  owner: z.string().optional(),
  upsert: z.boolean(),
});

/** Hosted's two hours. */
const UPLOAD_SECONDS = 2 * 60 * 60;
/** Later moments are not exact numbers of milliseconds any more. */
const LAST_SECOND = Math.floor(Number.MAX_SAFE_INTEGER / 1000);

const urlOf = ({ bucket, name }: ObjectAddress) => `${bucket}/${name}`;
const now = () => Math.floor(Date.now() / 1000);

/** A path below the server's prefix, with its token; the client encodes it. */
export async function signDownload(
  tokens: Tokens,
  address: ObjectAddress,
  expiresIn: number,
): Promise<string> {
  const exp = now() + Math.floor(expiresIn);
  if (exp > LAST_SECOND) throw invalidParameter("Invalid Parameter expiresIn");
  const url = urlOf(address);
  const token = await tokens.signWithSecret({ url, scope: "download", iat: now(), exp });
  return `/object/sign/${url}?token=${token}`;
}

export async function signUpload(
  tokens: Tokens,
  address: ObjectAddress,
  grant: { owner: string | undefined; upsert: boolean },
): Promise<{ url: string; token: string }> {
  const url = urlOf(address);
  const token = await tokens.signWithSecret({
    url,
    scope: "upload",
    upsert: grant.upsert,
    ...(grant.owner === undefined ? {} : { owner: grant.owner }),
    iat: now(),
    exp: now() + UPLOAD_SECONDS,
  });
  return { url: `/object/upload/sign/${url}?token=${token}`, token };
}

/** Answers until when the address may be used. */
export async function verifyDownload(
  tokens: Tokens,
  address: ObjectAddress,
  token: string,
): Promise<Date> {
  const { exp } = await verify(tokens, address, token, downloadSchema);
  return new Date(exp * 1000);
}

export async function verifyUpload(
  tokens: Tokens,
  address: ObjectAddress,
  token: string,
): Promise<{ owner: string | undefined; upsert: boolean }> {
  const { owner, upsert } = await verify(tokens, address, token, uploadSchema);
  return { owner, upsert };
}

async function verify<Grant extends { url: string }>(
  tokens: Tokens,
  address: ObjectAddress,
  token: string,
  schema: z.ZodType<Grant>,
): Promise<Grant> {
  const claims = await tokens.verify(token).catch((cause: unknown) => {
    const message = cause instanceof Error ? cause.message : "Invalid JWT";
    throw new StorageError(400, "InvalidJWT", message, { cause });
  });
  const grant = schema.safeParse(claims);
  if (!grant.success) throw invalidSignature("Token is not scoped for this action");
  if (grant.data.url !== urlOf(address)) throw invalidSignature();
  return grant.data;
}

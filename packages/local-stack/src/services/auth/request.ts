import { isIP } from "node:net";
import type { Context } from "hono";
import { z } from "zod";
import { AuthError } from "./errors.ts";

/** How deep metadata may nest: PostgreSQL and the readers of a token have limits of their own. */
const MAX_DEPTH = 64;

/** PostgreSQL stores neither NUL nor half a surrogate pair, in text or in jsonb. */
function isStorable(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return !value.includes("\0") && value.isWellFormed();
  if (typeof value !== "object" || value === null) return true;
  if (depth >= MAX_DEPTH) return false;
  return Object.entries(value).every(
    ([key, item]) => isStorable(key) && isStorable(item, depth + 1),
  );
}

/** A member that may be missing or null, which is the same to GoTrue as an empty text. */
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => text ?? "");

/** A JSON object, kept as it is. */
export const jsonObject = z.record(z.string(), z.unknown());

/**
 * The request's JSON body. What is not JSON, or has a member of the wrong type, is `bad_json`; what
 * could not be stored is `validation_failed`.
 */
export async function readBody<Schema extends z.ZodType>(
  context: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  let value: unknown;
  try {
    value = JSON.parse(await context.req.text());
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new AuthError(400, "bad_json", "Could not parse request body as JSON", { cause });
  }
  if (!isStorable(value)) {
    throw new AuthError(
      400,
      "validation_failed",
      `The body has a text that cannot be stored, or nests more than ${MAX_DEPTH} levels deep`,
    );
  }
  const result = schema.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0];
    const where = issue?.path.join(".") || "body";
    throw new AuthError(
      400,
      "bad_json",
      `Could not parse request body as JSON: ${where}: ${issue?.message ?? "not valid"}`,
    );
  }
  return result.data;
}

const emailSchema = z.email({ pattern: z.regexes.html5Email });

/** Checks an address and answers its one spelling, in lower case. */
export function normalizeEmail(email: string): string {
  if (email === "") {
    throw new AuthError(400, "validation_failed", "An email address is required");
  }
  if (email.length > 255) {
    throw new AuthError(400, "validation_failed", "An email address is too long");
  }
  if (!emailSchema.safeParse(email).success) {
    throw new AuthError(
      400,
      "validation_failed",
      "Unable to validate email address: invalid format",
    );
  }
  return email.toLowerCase();
}

/**
 * Where a request came from, as the gateway says: it sets the header itself, whatever a client
 * sent.
 */
export interface Origin {
  ip: string | null;
  userAgent: string | null;
}

export function readOrigin(context: Context): Origin {
  const ip = context.req.header("x-forwarded-for")?.split(",")[0]?.trim() ?? "";
  return {
    ip: isIP(ip) === 0 ? null : ip,
    userAgent: context.req.header("user-agent") || null,
  };
}

/** What request limits are counted by. Without an address all requests share one allowance. */
export function rateLimitKey(context: Context): string {
  return readOrigin(context).ip ?? "unknown";
}

import { Hono } from "hono";
import { z } from "zod";
import { actOf, requireCaller, SERVICE } from "../caller.ts";
import type { StorageContext } from "../context.ts";
import { invalidRequest, noSuchKey, notSupported } from "../errors.ts";
import { requireBucketName, requireKnownForm, requireObjectName } from "../names.ts";
import { bucketRules, findObject, putRow } from "../object-rows.ts";
import { addressOf, isUpsert, NAME, readJson, segmentOf } from "../requests.ts";
import { signDownload, signUpload, verifyDownload, verifyUpload } from "../signatures.ts";
import { decodeUserMetadata } from "../upload-body.ts";
import { upload } from "../uploads.ts";
import { serveSigned } from "./downloads.ts";

const expirySchema = z.int().min(1);
const signSchema = z.object({
  expiresIn: expirySchema,
  transform: z.record(z.string(), z.unknown()).nullish(),
  versionId: z.string().nullish(),
});
const signManySchema = z.object({
  expiresIn: expirySchema,
  paths: z.array(z.string()).min(1).max(1000),
});

const UNREADABLE = "Either the object does not exist or you do not have access to it";

/** Addresses that carry their permission: made under the caller's policies, used by whoever has them. */
export function signingRoutes(context: StorageContext): Hono {
  const { database, tokens } = context;
  const tokenOf = (token: string | undefined) => {
    if (!token) throw invalidRequest("querystring must have required property 'token'");
    return token;
  };
  return new Hono()
    .post(`/object/sign/:bucket/${NAME}`, async (c) => {
      const act = actOf(c, await requireCaller(c, tokens), "storage.object.sign");
      const address = addressOf(c, 2);
      requireBucketName(address.bucket);
      requireKnownForm(address.name);
      const { expiresIn, transform, versionId } = await readJson(c, signSchema);
      if (transform && Object.keys(transform).length > 0) {
        throw notSupported("image transformation");
      }
      if (versionId != null) throw notSupported("versioning");
      const object = await database.as(act, (sql) => findObject(sql, address));
      if (object === undefined) throw noSuchKey();
      return c.json({ signedURL: await signDownload(tokens, address, expiresIn) });
    })
    .post("/object/sign/:bucket", async (c) => {
      const act = actOf(c, await requireCaller(c, tokens), "storage.object.sign_many");
      const bucket = segmentOf(c, 2);
      requireBucketName(bucket);
      const { expiresIn, paths } = await readJson(c, signManySchema);
      const readable = await database.as(act, (sql) =>
        sql.rows(
          z.object({ name: z.string() }),
          "select name from storage.objects where bucket_id = $1 and name = any ($2)",
          [bucket, paths],
        ),
      );
      const names = new Set(readable.map(({ name }) => name));
      const signed = paths.map(async (path) =>
        names.has(path)
          ? {
              error: null,
              path,
              signedURL: await signDownload(tokens, { bucket, name: path }, expiresIn),
            }
          : { error: UNREADABLE, path, signedURL: null },
      );
      return c.json(await Promise.all(signed));
    })
    .get(`/object/sign/:bucket/${NAME}`, async (c) => {
      const token = tokenOf(c.req.query("token"));
      return serveSigned(context, c, await verifyDownload(tokens, addressOf(c, 2), token));
    })
    .post(`/object/upload/sign/:bucket/${NAME}`, async (c) => {
      const caller = await requireCaller(c, tokens);
      const act = actOf(c, caller, "storage.object.sign_upload_url");
      const address = addressOf(c, 3);
      requireBucketName(address.bucket);
      requireObjectName(address.name);
      await database.transaction((sql) => bucketRules(sql, address.bucket));
      await database.rehearse(act, (sql) =>
        putRow(sql, act, {
          ...address,
          version: crypto.randomUUID(),
          metadata: {},
          userMetadata: decodeUserMetadata(c.req.header("x-metadata") ?? null),
          isUpsert: isUpsert(c),
        }),
      );
      const grant = { owner: caller.claims.sub, upsert: isUpsert(c) };
      return c.json(await signUpload(tokens, address, grant));
    })
    .put(`/object/upload/sign/:bucket/${NAME}`, async (c) => {
      const address = addressOf(c, 3);
      const grant = await verifyUpload(tokens, address, tokenOf(c.req.query("token")));
      const act = actOf(c, uploader(grant.owner), "storage.object.upload_signed");
      const options = { isUpsert: grant.upsert };
      const { key } = await upload(context, act, address, c.req.raw, options);
      return c.json({ Key: key });
    });
}

/** Acts for the project; what is uploaded belongs to whoever asked for the address. */
export function uploader(owner: string | undefined) {
  return {
    ...SERVICE,
    claims: { ...SERVICE.claims, ...(owner === undefined ? {} : { sub: owner }) },
  };
}

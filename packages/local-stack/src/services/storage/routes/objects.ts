import { Hono } from "hono";
import { z } from "zod";
import { actOf, requireCaller } from "../caller.ts";
import type { StorageContext } from "../context.ts";
import { notSupported } from "../errors.ts";
import { listFolder, listOptionsSchema, listPage, pageOptionsSchema } from "../listing.ts";
import { copyObject, moveObject, removeObject, removeObjects } from "../object-changes.ts";
import { addressOf, isUpsert, NAME, readJson, segmentOf } from "../requests.ts";
import { decodeUserMetadata } from "../upload-body.ts";
import { upload } from "../uploads.ts";

const placesSchema = z.object({
  bucketId: z.string(),
  sourceKey: z.string(),
  destinationKey: z.string(),
  destinationBucket: z.string().nullish(),
  sourceVersionId: z.string().nullish(),
});
const copySchema = placesSchema.extend({
  copyMetadata: z.boolean().nullish(),
  metadata: z
    .object({
      cacheControl: z.string().optional(),
      contentEncoding: z.string().optional(),
      mimetype: z.string().optional(),
    })
    .nullish(),
});
const removalSchema = z.object({ prefixes: z.array(z.string()).min(1).max(1000) });

function placesOf(body: z.output<typeof placesSchema>) {
  if (body.sourceVersionId != null) throw notSupported("versioning");
  return {
    from: { bucket: body.bucketId, name: body.sourceKey },
    to: { bucket: body.destinationBucket || body.bucketId, name: body.destinationKey },
  };
}

/** `/object`: everything a caller does to objects but reading their bytes. */
export function objectRoutes(context: StorageContext): Hono {
  const { tokens } = context;
  return new Hono()
    .post("/object/list/:bucket", async (c) => {
      const act = actOf(c, await requireCaller(c, tokens), "storage.object.list");
      const options = await readJson(c, listOptionsSchema);
      return c.json(await listFolder(context, act, segmentOf(c, 2), options));
    })
    .post("/object/list-v2/:bucket", async (c) => {
      const act = actOf(c, await requireCaller(c, tokens), "storage.object.list_v2");
      const options = await readJson(c, pageOptionsSchema);
      return c.json(await listPage(context, act, segmentOf(c, 2), options));
    })
    .post("/object/move", async (c) => {
      const act = actOf(c, await requireCaller(c, tokens), "storage.object.move");
      const { from, to } = placesOf(await readJson(c, placesSchema));
      const { id } = await moveObject(context, act, from, to);
      return c.json({ message: "Successfully moved", Id: id, Key: to.name });
    })
    .post("/object/copy", async (c) => {
      const act = actOf(c, await requireCaller(c, tokens), "storage.object.copy");
      const body = await readJson(c, copySchema);
      const { from, to } = placesOf(body);
      const copy = await copyObject(context, act, from, to, {
        isUpsert: isUpsert(c),
        copyMetadata: body.copyMetadata ?? true,
        metadata: body.metadata ?? {},
        userMetadata: decodeUserMetadata(c.req.header("x-metadata") ?? null),
      });
      return c.json({
        Id: copy.id,
        Key: `${to.bucket}/${to.name}`,
        ...copy,
        name: to.name,
        bucket_id: to.bucket,
      });
    })
    .delete("/object/:bucket", async (c) => {
      const act = actOf(c, await requireCaller(c, tokens), "storage.object.delete_many");
      const { prefixes } = await readJson(c, removalSchema);
      return c.json(await removeObjects(context, act, segmentOf(c, 1), prefixes));
    })
    .delete(`/object/:bucket/${NAME}`, async (c) => {
      const act = actOf(c, await requireCaller(c, tokens), "storage.object.delete");
      await removeObject(context, act, addressOf(c, 1));
      return c.json({ message: "Successfully deleted" });
    })
    .post(`/object/:bucket/${NAME}`, async (c) => {
      const act = actOf(c, await requireCaller(c, tokens), "storage.object.upload");
      const options = { isUpsert: isUpsert(c) };
      const { id, key } = await upload(context, act, addressOf(c, 1), c.req.raw, options);
      return c.json({ Id: id, Key: key });
    })
    .put(`/object/:bucket/${NAME}`, async (c) => {
      const act = actOf(c, await requireCaller(c, tokens), "storage.object.upload_update");
      const options = { isUpsert: true };
      const { id, key } = await upload(context, act, addressOf(c, 1), c.req.raw, options);
      return c.json({ Id: id, Key: key });
    });
}

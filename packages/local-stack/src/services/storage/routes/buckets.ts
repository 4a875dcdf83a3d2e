import { Hono } from "hono";
import { z } from "zod";
import {
  createBucket,
  deleteBucket,
  emptyBucket,
  getBucket,
  listBuckets,
  updateBucket,
} from "../buckets.ts";
import { actOf, requireCaller, requireServiceRole } from "../caller.ts";
import type { StorageContext } from "../context.ts";
import { notSupported } from "../errors.ts";
import { readJson, readQuery, segmentOf } from "../requests.ts";

const changeSchema = z.object({
  public: z.boolean().optional(),
  file_size_limit: z.union([z.int().min(0), z.string()]).nullish(),
  allowed_mime_types: z.array(z.string()).nullish(),
  versioning_status: z.string().nullish(),
});
const creationSchema = changeSchema.extend({
  name: z.string(),
  id: z.string().optional(),
  type: z.enum(["STANDARD", "ANALYTICS"]).nullish(),
});
const querySchema = z.object({
  limit: z.coerce.number().int().min(1).optional(),
  offset: z.coerce.number().int().min(0).optional(),
  sortColumn: z.enum(["id", "name", "created_at", "updated_at"]).optional(),
  sortOrder: z.enum(["asc", "desc"]).optional(),
  search: z.string().optional(),
});

/** `/bucket`: buckets themselves, as the caller, under the policies of storage.buckets. */
export function bucketRoutes(context: StorageContext): Hono {
  const { tokens } = context;
  const id = (c: Parameters<typeof segmentOf>[0]) => segmentOf(c, 1);
  return new Hono()
    .post("/bucket", async (c) => {
      const act = actOf(c, await requireCaller(c, tokens), "storage.bucket.create");
      const body = await readJson(c, creationSchema);
      if (body.type === "ANALYTICS") throw notSupported("analytics buckets");
      refuseVersions(body.versioning_status);
      await createBucket(context, act, { ...body, id: body.id || body.name });
      return c.json({ name: body.name });
    })
    .get("/bucket", async (c) => {
      const act = actOf(c, await requireCaller(c, tokens), "storage.bucket.list");
      return c.json(await listBuckets(context, act, readQuery(c, querySchema)));
    })
    .get("/bucket/:id", async (c) => {
      const act = actOf(c, await requireCaller(c, tokens), "storage.bucket.get");
      return c.json(await getBucket(context, act, id(c)));
    })
    .put("/bucket/:id", async (c) => {
      const act = actOf(c, await requireCaller(c, tokens), "storage.bucket.update");
      const body = await readJson(c, changeSchema);
      refuseVersions(body.versioning_status);
      await updateBucket(context, act, id(c), body);
      return c.json({ message: "Successfully updated" });
    })
    .delete("/bucket/:id", async (c) => {
      const act = actOf(c, await requireCaller(c, tokens), "storage.bucket.delete");
      await deleteBucket(context, act, id(c));
      return c.json({ message: "Successfully deleted" });
    })
    .post("/bucket/:id/empty", async (c) => {
      const act = actOf(c, await requireServiceRole(c, tokens), "storage.bucket.empty");
      await emptyBucket(context, act, id(c));
      return c.json({
        message: "Empty bucket has been queued. Completion may take up to an hour.",
      });
    });
}

function refuseVersions(status: string | null | undefined): void {
  if (status != null && status !== "DISABLED") throw notSupported("versioning");
}

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { opendir } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { getMimeType } from "hono/utils/mime";
import type { StorageConfig } from "../../config.ts";
import { type Act, SERVICE } from "./caller.ts";
import type { StorageContext } from "./context.ts";
import { entityTooLarge } from "./errors.ts";
import { requireAllowedType, sizeLimitFor } from "./limits.ts";
import { requireBucketName, requireObjectName } from "./names.ts";
import { bucketRules, findObject } from "./object-rows.ts";
import { describe, publish } from "./uploads.ts";

const ACT: Act = {
  caller: SERVICE,
  operation: "storage.object.upload",
  method: "",
  path: "",
  headers: {},
};

/** Makes the buckets of config.toml, as the Supabase CLI does, and puts the files of `objects_path` in. */
export async function provideBuckets(
  context: StorageContext,
  buckets: StorageConfig["buckets"],
  supabaseDirectory: string,
): Promise<void> {
  for (const [id, bucket] of Object.entries(buckets)) {
    requireBucketName(id);
    // What config.toml leaves open stays what migrations made it.
    await context.database.transaction((sql) =>
      sql.run(
        `insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
         values ($1, $1, $2, $3, $4)
         on conflict (id) do update set
           public = excluded.public,
           file_size_limit = coalesce(excluded.file_size_limit, buckets.file_size_limit),
           allowed_mime_types = coalesce(excluded.allowed_mime_types, buckets.allowed_mime_types)`,
        [
          id,
          bucket.public,
          bucket.file_size_limit || null,
          bucket.allowed_mime_types.length > 0 ? bucket.allowed_mime_types : null,
        ],
      ),
    );
    if (bucket.objects_path) {
      await provideObjects(context, id, resolve(supabaseDirectory, bucket.objects_path));
    }
  }
}

async function provideObjects(
  context: StorageContext,
  bucket: string,
  folder: string,
): Promise<void> {
  for await (const path of filesBelow(folder)) {
    const name = relative(folder, path).split(sep).join("/");
    try {
      await provideObject(context, bucket, name, path);
    } catch (error) {
      context.log.warn({ err: error, bucket, path }, "this file did not become an object");
    }
  }
}

async function provideObject(
  context: StorageContext,
  bucket: string,
  name: string,
  path: string,
): Promise<void> {
  requireObjectName(name);
  const rules = await context.database.transaction((sql) => bucketRules(sql, bucket));
  const mimeType = getMimeType(name) ?? "application/octet-stream";
  requireAllowedType(name, mimeType, rules);
  const limit = sizeLimitFor(name, rules, context.sizeLimit);
  const known = await context.database.transaction((sql) => findObject(sql, { bucket, name }));
  if (known?.metadata?.eTag === (await eTagOf(path))) return;
  const version = crypto.randomUUID();
  const kept = await context.bytes.write(version, createReadStream(path), (total) => {
    if (total > limit) throw entityTooLarge();
  });
  const metadata = describe(kept, { mimeType, cacheControl: "max-age=3600" });
  const row = { bucket, name, version, metadata, userMetadata: {}, isUpsert: true };
  await publish(context, ACT, row);
}

async function eTagOf(path: string): Promise<string> {
  const digest = createHash("md5");
  for await (const chunk of createReadStream(path)) digest.update(chunk);
  return `"${digest.digest("hex")}"`;
}

async function* filesBelow(folder: string): AsyncGenerator<string> {
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

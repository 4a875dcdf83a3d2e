import { z } from "zod";
import type { Act } from "./caller.ts";
import type { Sql, Transaction } from "./database.ts";
import { alreadyExists, noSuchBucket, StorageError } from "./errors.ts";
import type { BucketLimits } from "./limits.ts";
import type { ObjectAddress } from "./names.ts";

/** What a row says of its bytes. Written by this server; seeds may have written anything. */
export const metadataSchema = z
  .object({
    eTag: z.string(),
    size: z.number(),
    mimetype: z.string(),
    cacheControl: z.string(),
    contentEncoding: z.string(),
    lastModified: z.string(),
    contentLength: z.number(),
    httpStatusCode: z.number(),
  })
  .partial()
  .loose();
export type ObjectMetadata = z.output<typeof metadataSchema>;

export const objectSchema = z.object({
  id: z.string(),
  name: z.string(),
  bucket_id: z.string(),
  version: z.string().nullable(),
  metadata: metadataSchema.nullable().catch(null),
  user_metadata: z.unknown(),
  created_at: z.date().nullable(),
  updated_at: z.date().nullable(),
});
export type StoredObject = z.output<typeof objectSchema>;

const COLUMNS =
  "id, name, bucket_id, version, metadata, user_metadata, created_at, updated_at" as const;

export function findObject(sql: Sql, { bucket, name }: ObjectAddress) {
  return sql.first(
    objectSchema,
    `select ${COLUMNS} from storage.objects where bucket_id = $1 and name = $2`,
    [bucket, name],
  );
}

/** A row that is to be, as of an upload or a copy. */
export interface NewObject extends ObjectAddress {
  version: string;
  metadata: ObjectMetadata;
  userMetadata?: unknown;
  isUpsert: boolean;
}

const uuidSchema = z.guid();

/**
 * Makes the row, or with upsert points an existing one to the new version. A plain upload needs no right
 * to read the row, an upsert does: PostgreSQL asks for it.
 */
export async function putRow(sql: Sql, act: Act, object: NewObject): Promise<string> {
  const owner = act.caller.claims.sub ?? null;
  const id = crypto.randomUUID();
  const values = [
    id,
    object.bucket,
    object.name,
    uuidSchema.safeParse(owner).success ? owner : null,
    owner,
    object.version,
    JSON.stringify(object.metadata),
    JSON.stringify(object.userMetadata ?? {}),
  ];
  const insert = `
    insert into storage.objects
      (id, bucket_id, name, owner, owner_id, version, metadata, user_metadata)
    values ($1, $2, $3, $4, $5, $6, $7, $8)`;
  if (!object.isUpsert) {
    await sql.run(insert, values).catch((error: unknown) => {
      const isTaken = error instanceof StorageError && error.code === "ResourceAlreadyExists";
      throw isTaken ? alreadyExists("KeyAlreadyExists", error) : error;
    });
    return id;
  }
  const row = await sql.first(
    z.object({ id: z.string() }),
    `${insert}
     on conflict (bucket_id, name) do update set
       version = excluded.version,
       metadata = excluded.metadata,
       user_metadata = excluded.user_metadata,
       owner = coalesce(excluded.owner, objects.owner),
       owner_id = coalesce(excluded.owner_id, objects.owner_id)
     returning id`,
    values,
  );
  return row?.id ?? id;
}

/**
 * The version that a name has now, which nobody else may replace until the transaction ends. Asked as the
 * tables' owner, before the transaction becomes the caller's.
 */
export async function lockName(
  transaction: Transaction,
  { bucket, name }: ObjectAddress,
): Promise<string | null> {
  await transaction.run("select pg_advisory_xact_lock(hashtextextended($1, 0))", [
    `${bucket}/${name}`,
  ]);
  const row = await transaction.first(
    z.object({ version: z.string().nullable() }),
    "select version from storage.objects where bucket_id = $1 and name = $2",
    [bucket, name],
  );
  return row?.version ?? null;
}

const bucketSchema = z.object({
  id: z.string(),
  public: z.boolean().nullable(),
  file_size_limit: z.coerce.number().nullable(),
  allowed_mime_types: z.array(z.string()).nullable(),
});

export interface BucketRules extends BucketLimits {
  id: string;
  public: boolean | null;
}

/** A bucket's rules bind everybody, also who may not see the bucket: asked as the tables' owner. */
export async function bucketRules(sql: Sql, bucket: string): Promise<BucketRules> {
  const found = await sql.first(
    bucketSchema,
    "select id, public, file_size_limit, allowed_mime_types from storage.buckets where id = $1",
    [bucket],
  );
  if (found === undefined) throw noSuchBucket();
  return found;
}

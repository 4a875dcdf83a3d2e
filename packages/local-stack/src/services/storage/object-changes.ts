import { z } from "zod";
import type { Act } from "./caller.ts";
import type { StorageContext } from "./context.ts";
import { accessDenied, noSuchKey } from "./errors.ts";
import {
  type ObjectAddress,
  requireBucketName,
  requireKnownForm,
  requireObjectName,
} from "./names.ts";
import {
  findObject,
  metadataSchema,
  type NewObject,
  type ObjectMetadata,
  putRow,
  type StoredObject,
} from "./object-rows.ts";
import { publish } from "./uploads.ts";

/** Renames: the row alone changes, the bytes stay where they are. */
export async function moveObject(
  { database }: StorageContext,
  act: Act,
  from: ObjectAddress,
  to: ObjectAddress,
): Promise<{ id: string }> {
  requireBucketName(from.bucket);
  requireBucketName(to.bucket);
  requireKnownForm(from.name);
  requireObjectName(to.name);
  const owner = act.caller.claims.sub ?? null;
  const ownerId = z.guid().safeParse(owner).success ? owner : null;
  return database.as(act, async (sql) => {
    const moved = await sql.first(
      z.object({ id: z.string() }),
      `update storage.objects set
         bucket_id = $3,
         name = $4,
         owner = coalesce($5, owner),
         owner_id = coalesce($6, owner_id)
       where bucket_id = $1 and name = $2
       returning id`,
      [from.bucket, from.name, to.bucket, to.name, ownerId, owner],
    );
    if (moved === undefined) throw noSuchKey();
    return moved;
  });
}

export interface CopyOptions {
  isUpsert: boolean;
  /** False: the copy gets `metadata` and `userMetadata` instead of the source's. */
  copyMetadata: boolean;
  metadata: ObjectMetadata;
  userMetadata: unknown;
}

/** Reads as the caller, writes as the caller; the copy has bytes of its own. */
export async function copyObject(
  context: StorageContext,
  act: Act,
  from: ObjectAddress,
  to: ObjectAddress,
  options: CopyOptions,
) {
  requireBucketName(from.bucket);
  requireBucketName(to.bucket);
  requireKnownForm(from.name);
  requireObjectName(to.name);
  const { database, bytes } = context;
  const { isUpsert } = options;
  const version = crypto.randomUUID();
  const rowOf = (source: StoredObject) => ({
    ...to,
    ...describeCopy(source, options),
    version,
    isUpsert,
  });
  const source = await database.rehearse(act, async (sql) => {
    const found = await findObject(sql, from);
    if (found === undefined) throw noSuchKey();
    await putRow(sql, act, rowOf(found));
    return found;
  });
  if (source.version === null || !(await bytes.copy(source.version, version))) throw noSuchKey();
  const row = rowOf(source);
  const id = await publish(context, act, row);
  return { id, version, metadata: row.metadata, user_metadata: row.userMetadata };
}

function describeCopy(
  source: StoredObject,
  { copyMetadata, metadata, userMetadata }: CopyOptions,
): Pick<NewObject, "metadata" | "userMetadata"> {
  const kept = { ...source.metadata, lastModified: new Date().toISOString() };
  if (copyMetadata) return { metadata: kept, userMetadata: source.user_metadata };
  return { metadata: { ...kept, ...metadata }, userMetadata };
}

const removedSchema = z.object({
  id: z.string(),
  name: z.string(),
  bucket_id: z.string(),
  owner: z.string().nullable(),
  owner_id: z.string().nullable(),
  version: z.string().nullable(),
  created_at: z.date().nullable(),
  updated_at: z.date().nullable(),
  last_accessed_at: z.date().nullable(),
  metadata: metadataSchema.nullable().catch(null),
  user_metadata: z.unknown(),
});

/** Removes what the caller may remove of the named objects, and answers which those were. */
export async function removeObjects(
  { database, bytes }: StorageContext,
  act: Act,
  bucket: string,
  names: readonly string[],
) {
  requireBucketName(bucket);
  const removed = await database.as(act, (sql) =>
    sql.rows(
      removedSchema,
      `delete from storage.objects where bucket_id = $1 and name = any ($2)
       returning id, name, bucket_id, owner, owner_id, version,
         created_at, updated_at, last_accessed_at, metadata, user_metadata`,
      [bucket, names],
    ),
  );
  await bytes.remove(removed.map(({ version }) => version));
  return removed;
}

/** Removes one object; who may not is told so, and who asks for none is told that. */
export async function removeObject(
  { database, bytes }: StorageContext,
  act: Act,
  address: ObjectAddress,
): Promise<void> {
  requireBucketName(address.bucket);
  requireKnownForm(address.name);
  const version = await database.transaction(async (transaction) => {
    const object = await findObject(transaction, address);
    if (object === undefined) throw noSuchKey();
    await transaction.become(act);
    const removed = await transaction.first(
      z.object({ version: z.string().nullable() }),
      `delete from storage.objects where bucket_id = $1 and name = $2 returning version`,
      [address.bucket, address.name],
    );
    if (removed === undefined) throw accessDenied();
    return removed.version;
  });
  await bytes.remove([version]);
}

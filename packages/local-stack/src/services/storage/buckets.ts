import { z } from "zod";
import type { Act } from "./caller.ts";
import type { StorageContext } from "./context.ts";
import type { Sql } from "./database.ts";
import { alreadyExists, invalidRequest, noSuchBucket, StorageError } from "./errors.ts";
import { parseSizeLimit, requireAllowList } from "./limits.ts";
import { requireBucketName } from "./names.ts";

const bucketSchema = z.object({
  id: z.string(),
  name: z.string(),
  owner: z
    .string()
    .nullable()
    .transform((owner) => owner ?? ""),
  public: z.boolean().nullable(),
  type: z.string(),
  file_size_limit: z.coerce.number().nullable(),
  allowed_mime_types: z.array(z.string()).nullable(),
  created_at: z.date().nullable(),
  updated_at: z.date().nullable(),
});
const COLUMNS =
  "id, name, owner, public, type, file_size_limit, allowed_mime_types, created_at, updated_at";

/** What a request says of a bucket; what it leaves out stays as it is. */
export interface BucketChange {
  public?: boolean | undefined;
  file_size_limit?: number | string | null | undefined;
  allowed_mime_types?: string[] | null | undefined;
}

export interface BucketQuery {
  limit?: number | undefined;
  offset?: number | undefined;
  sortColumn?: "id" | "name" | "created_at" | "updated_at" | undefined;
  sortOrder?: "asc" | "desc" | undefined;
  search?: string | undefined;
}

export async function createBucket(
  { database, sizeLimit }: StorageContext,
  act: Act,
  { id, name, ...change }: { id: string; name: string } & BucketChange,
): Promise<void> {
  requireBucketName(id);
  requireBucketName(name);
  if (name !== name.trim()) requireBucketName("");
  const { columns, values } = assignments(change, sizeLimit);
  const owner = act.caller.claims.sub ?? null;
  const all = {
    id,
    name,
    owner: z.guid().safeParse(owner).success ? owner : null,
    owner_id: owner,
    ...Object.fromEntries(columns.map((column, index) => [column, values[index]])),
  };
  const placeholders = Object.keys(all).map((_, index) => `$${index + 1}`);
  await database
    .as(act, (sql) =>
      sql.run(
        `insert into storage.buckets (${Object.keys(all).join(", ")})
         values (${placeholders.join(", ")})`,
        Object.values(all),
      ),
    )
    .catch((error: unknown) => {
      const isTaken = error instanceof StorageError && error.code === "ResourceAlreadyExists";
      throw isTaken ? alreadyExists("BucketAlreadyExists", error) : error;
    });
}

export async function getBucket({ database }: StorageContext, act: Act, id: string) {
  const bucket = await database.as(act, (sql) =>
    sql.first(bucketSchema, `select ${COLUMNS} from storage.buckets where id = $1`, [id]),
  );
  if (bucket === undefined) throw noSuchBucket();
  return bucket;
}

export async function listBuckets({ database }: StorageContext, act: Act, query: BucketQuery) {
  const { limit, offset, search, sortColumn, sortOrder } = query;
  const order = sortColumn ? `order by ${sortColumn} ${sortOrder === "desc" ? "desc" : "asc"}` : "";
  return database.as(act, (sql) =>
    sql.rows(
      bucketSchema,
      `select ${COLUMNS} from storage.buckets
       where $1 = '' or strpos(lower(name), lower($1)) > 0
       ${order} limit $2 offset $3`,
      [search ?? "", limit ?? null, offset ?? 0],
    ),
  );
}

export async function updateBucket(
  { database, sizeLimit }: StorageContext,
  act: Act,
  id: string,
  change: BucketChange,
): Promise<void> {
  const { columns, values } = assignments(change, sizeLimit);
  if (columns.length === 0) throw invalidRequest("No content provided");
  const clauses = columns.map((column, index) => `${column} = $${index + 2}`);
  const changed = await database.as(act, (sql) =>
    sql.run(`update storage.buckets set ${clauses.join(", ")} where id = $1`, [id, ...values]),
  );
  if (changed === 0) throw noSuchBucket();
}

/** The columns of a change, in the same order as their values. */
function assignments(change: BucketChange, sizeLimit: number) {
  const columns: string[] = [];
  const values: unknown[] = [];
  const { file_size_limit: limit, allowed_mime_types: types } = change;
  if (change.public !== undefined) {
    columns.push("public");
    values.push(change.public);
  }
  if (limit !== undefined) {
    columns.push("file_size_limit");
    values.push(limit === null ? null : parseSizeLimit(limit, sizeLimit));
  }
  if (types !== undefined) {
    const named = types?.filter((type) => type !== "") ?? null;
    requireAllowList(named ?? []);
    columns.push("allowed_mime_types");
    values.push(named);
  }
  return { columns, values };
}

/** Only an empty bucket goes: the rows name its bytes. */
export async function deleteBucket(
  { database }: StorageContext,
  act: Act,
  id: string,
): Promise<void> {
  await database.transaction(async (transaction) => {
    await lockBucket(transaction, id);
    const isUsed = await transaction.run(
      "select from storage.objects where bucket_id = $1 limit 1",
      [id],
    );
    if (isUsed > 0) {
      throw new StorageError(
        409,
        "ResourceNotEmpty",
        "The bucket you tried to delete is not empty",
      );
    }
    await transaction.become(act);
    const deleted = await transaction.run("delete from storage.buckets where id = $1", [id]);
    if (deleted === 0) throw noSuchBucket();
  });
}

async function lockBucket(sql: Sql, id: string): Promise<void> {
  const found = await sql.run("select from storage.buckets where id = $1 for update", [id]);
  if (found === 0) throw noSuchBucket();
}

/** Removes every object. Hosted does it later, in the background. */
export async function emptyBucket(context: StorageContext, act: Act, id: string): Promise<void> {
  await getBucket(context, act, id);
  const removed = await context.database.as(act, (sql) =>
    sql.rows(
      z.object({ version: z.string().nullable() }),
      "delete from storage.objects where bucket_id = $1 returning version",
      [id],
    ),
  );
  await context.bytes.remove(removed.map(({ version }) => version));
}

import { z } from "zod";
import { parseJson } from "../../json.ts";
import type { Act } from "./caller.ts";
import type { StorageContext } from "./context.ts";
import { invalidParameter } from "./errors.ts";
import { requireBucketName } from "./names.ts";
import { metadataSchema } from "./object-rows.ts";

export const listOptionsSchema = z.object({
  prefix: z.string(),
  limit: z.int().min(1).nullish(),
  offset: z.int().min(0).nullish(),
  search: z.string().nullish(),
  sortBy: z
    .object({
      column: z.enum(["name", "updated_at", "created_at", "last_accessed_at"]),
      order: z.enum(["asc", "desc"]).nullish(),
    })
    .nullish(),
});

const entrySchema = z.object({
  name: z.string(),
  id: z.string().nullable(),
  updated_at: z.date().nullable(),
  created_at: z.date().nullable(),
  last_accessed_at: z.date().nullable(),
  metadata: metadataSchema.nullable().catch(null),
});

/** One folder: its objects, and its folders as entries without an id. Names are relative to it. */
export function listFolder(
  { database }: StorageContext,
  act: Act,
  bucket: string,
  options: z.output<typeof listOptionsSchema>,
) {
  requireBucketName(bucket);
  const { prefix, limit, offset, search, sortBy } = options;
  const folder = prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`;
  return database.as(act, (sql) =>
    sql.rows(
      entrySchema,
      `select name, id, updated_at, created_at, last_accessed_at, metadata
       from storage.search($1, $2, $3, 1, $4, $5, $6, $7)`,
      [
        folder,
        bucket,
        limit ?? 100,
        offset ?? 0,
        search ?? "",
        sortBy?.column ?? "name",
        sortBy?.order ?? "asc",
      ],
    ),
  );
}

export const pageOptionsSchema = z.object({
  prefix: z.string().nullish(),
  limit: z.int().min(1).nullish(),
  cursor: z.string().nullish(),
  with_delimiter: z.boolean().nullish(),
  sortBy: z
    .object({
      column: z.enum(["name", "updated_at", "created_at"]),
      order: z.enum(["asc", "desc"]).nullish(),
    })
    .nullish(),
});

/** Where a page ended. Opaque to clients, who hand it back. */
const cursorSchema = z.object({
  name: z.string(),
  column: z.enum(["name", "updated_at", "created_at"]),
  order: z.enum(["asc", "desc"]),
  /** The value of a time column in that place. */
  at: z.iso.datetime().nullable(),
});
type Cursor = z.output<typeof cursorSchema>;

const MAX_PAGE = 1000;

/** A page of everything below a prefix, or with a delimiter of one folder. Names are whole. */
export async function listPage(
  { database }: StorageContext,
  act: Act,
  bucket: string,
  options: z.output<typeof pageOptionsSchema>,
) {
  requireBucketName(bucket);
  const after = options.cursor ? decodeCursor(options.cursor) : undefined;
  const column = after?.column ?? options.sortBy?.column ?? "name";
  const order = after?.order ?? options.sortBy?.order ?? "asc";
  const prefix = options.prefix ?? "";
  const limit = Math.min(options.limit ?? MAX_PAGE, MAX_PAGE);
  const isFolderView = options.with_delimiter === true;
  const found = await database.as(act, (sql) =>
    sql.rows(entrySchema, pageQuery(column, order, after), [
      bucket,
      prefix,
      isFolderView,
      limit + 1,
      ...(after === undefined ? [] : [after.name]),
      ...(after === undefined || column === "name" ? [] : [after.at]),
    ]),
  );
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  const depth = prefix.split("/").length - 1;
  const keyOf = (name: string) => (isFolderView ? { key: name.split("/")[depth] ?? "" } : {});
  return {
    hasNext: last !== undefined,
    ...(last === undefined
      ? {}
      : {
          nextCursor: encodeCursor({
            name: last.name,
            column,
            order,
            at: column === "name" ? null : (last[column]?.toISOString() ?? null),
          }),
          nextCursorKey: last.name,
        }),
    folders: page.filter(({ id }) => id === null).map(({ name }) => ({ ...keyOf(name), name })),
    objects: page
      .filter(({ id }) => id !== null)
      .map((entry) => ({ ...keyOf(entry.name), ...entry })),
  };
}

/** Clients know times to the millisecond only, so pages are cut there. */
function pageQuery(column: Cursor["column"], order: Cursor["order"], after?: Cursor): string {
  const by = column === "name" ? [] : [`date_trunc('milliseconds', ${column})`];
  const place = [...by, `name collate "C"`];
  const sign = order === "asc" ? ">" : "<";
  const cursor = column === "name" ? "($5)" : "($6::timestamptz, $5)";
  return `
    with hits as (
      select *, strpos(substr(name, length($2) + 1), '/') as slash
      from storage.objects
      where bucket_id = $1 and starts_with(name, $2)
    ),
    entries as (
      select
        left(name, length($2) + slash) as name,
        null::uuid as id,
        max(updated_at) as updated_at,
        max(created_at) as created_at,
        max(last_accessed_at) as last_accessed_at,
        null::jsonb as metadata
      from hits where $3 and slash > 0 group by 1
      union all
      select name, id, updated_at, created_at, last_accessed_at, metadata
      from hits where not $3 or slash = 0
    )
    select * from entries
    ${after === undefined ? "" : `where (${place.join(", ")}) ${sign} ${cursor}`}
    order by ${place.map((term) => `${term} ${order}`).join(", ")}
    limit $4`;
}

function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString("base64url");
}

function decodeCursor(text: string): Cursor {
  const cursor = cursorSchema.safeParse(parseJson(Buffer.from(text, "base64url").toString()));
  if (!cursor.success) throw invalidParameter("Invalid Parameter continuation token");
  return cursor.data;
}

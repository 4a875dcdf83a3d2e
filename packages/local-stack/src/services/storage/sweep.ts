import { z } from "zod";
import type { StorageContext } from "./context.ts";

const BATCH = 500;

/**
 * Removes bytes that no row names: what a crash between bytes and row left, and what rows deleted in SQL
 * left. Younger ones are spared, their row may be on its way. Answers how many went.
 */
export async function sweepOrphans(
  context: Pick<StorageContext, "database" | "bytes">,
  writtenBefore: Date,
): Promise<number> {
  let removed = 0;
  let batch: string[] = [];
  const judge = async () => {
    const orphans = await unknownVersions(context, batch);
    await context.bytes.remove(orphans);
    removed += orphans.length;
    batch = [];
  };
  for await (const { version, writtenAt } of context.bytes.list()) {
    if (writtenAt >= writtenBefore) continue;
    batch.push(version);
    if (batch.length === BATCH) await judge();
  }
  if (batch.length > 0) await judge();
  return removed;
}

async function unknownVersions(
  { database }: Pick<StorageContext, "database">,
  versions: readonly string[],
): Promise<string[]> {
  const rows = await database.transaction((sql) =>
    sql.rows(
      z.object({ version: z.string() }),
      `select candidate as version
       from unnest($1::text[]) as candidate
       where not exists (select from storage.objects where lower(version) = candidate)`,
      [versions],
    ),
  );
  return rows.map(({ version }) => version);
}

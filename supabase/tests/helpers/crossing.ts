import { type Connection, connect, type Database } from "./database.ts";
import { codeOf } from "./outcomes.ts";

/** Commits what `work` does; races need rows that two connections can see. */
export async function committed<Result>(
  db: Database,
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  await db.all("begin");
  try {
    const result = await work(db);
    await db.all("commit");
    return result;
  } catch (error) {
    await db.all("rollback");
    throw error;
  }
}

/**
 * Lets `first` do its work without committing, starts `second`, waits until it really waits for a lock, and then
 * lets `first` commit: the order that goes wrong if a rule only looks and does not lock.
 */
export async function crossing(
  first: (db: Database) => Promise<unknown>,
  second: (db: Database) => Promise<unknown>,
): Promise<[string, string]> {
  await using one = await connect();
  await using two = await connect();
  await using observer = await connect();
  await one.all("begin");
  await first(one);
  const waiting = codeOf(committed(two, second));
  await untilBlocked(observer, two);
  const outcome = await codeOf(one.all("commit"));
  return [outcome, await waiting];
}

async function untilBlocked(observer: Database, waiting: Connection): Promise<void> {
  for (;;) {
    const { blocked } = await observer.one<{ blocked: boolean }>(
      "select cardinality(pg_blocking_pids($1)) > 0 as blocked",
      [waiting.pid],
    );
    if (blocked) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

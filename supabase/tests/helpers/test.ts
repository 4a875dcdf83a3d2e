import { test as base } from "vitest";
import { type Connection, connect, type Database } from "./database.ts";
import { createWorld, type World } from "./world.ts";

interface Fixtures {
  /** A connection of the test file's own. */
  connection: Connection;
  /** A transaction of the test file's own, with the world in it once a test has asked for one. */
  transaction: { world?: World };
  /** What a test changes there is taken back when it ends. */
  db: Database;
  /** Two organizations with everybody in them, as new for every test. */
  world: World;
}

export const test = base.extend<Fixtures>({
  connection: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures' needs from the pattern
    async ({}, use) => {
      await using connection = await connect();
      await use(connection);
    },
    { scope: "file" },
  ],
  transaction: [
    async ({ connection }, use) => {
      // What other files commit meanwhile must not show.
      await connection.all("begin isolation level repeatable read");
      await use({});
      await connection.all("rollback");
    },
    { scope: "file" },
  ],
  // biome-ignore lint/correctness/noUnusedFunctionParameters: a savepoint needs the transaction around it
  db: async ({ connection, transaction }, use) => {
    await connection.all("savepoint test");
    await use(connection);
    await connection.all("rollback to savepoint test; release savepoint test");
  },
  world: async ({ db, transaction }, use) => {
    if (transaction.world === undefined) {
      // Made once a file, below the savepoint: it takes longer than most tests do.
      await db.all("release savepoint test");
      transaction.world = await createWorld(db);
      await db.all("savepoint test");
    }
    await use(structuredClone(transaction.world));
  },
});

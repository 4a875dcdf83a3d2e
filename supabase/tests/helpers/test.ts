import { test as base } from "vitest";
import { type Connection, connect, type Database } from "./database.ts";
import { createWorld, type World } from "./world.ts";

interface Fixtures {
  /** A connection of the test file's own. */
  connection: Connection;
  /** A transaction that is rolled back when the test ends. */
  db: Database;
  /** Two organizations with everybody in them, inside that transaction. */
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
  db: async ({ connection }, use) => {
    // What other files commit meanwhile must not show.
    await connection.all("begin isolation level repeatable read");
    await use(connection);
    await connection.all("rollback");
  },
  world: async ({ db }, use) => {
    await use(await createWorld(db));
  },
});

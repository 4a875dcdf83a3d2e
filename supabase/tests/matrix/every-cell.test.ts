import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { builtinRoles } from "@flowdesk/types/permissions";
import { describe, expect } from "vitest";
import type { Database, User } from "../helpers/database.ts";
import { codeOf, REFUSED } from "../helpers/outcomes.ts";
import { test } from "../helpers/test.ts";
import { type Actor, asActor, type World } from "../helpers/world.ts";
import { fill, ownRows, type Place, placesOf, rowsOf, samples } from "./cells.ts";

const page = await readFile(
  join(dirname(dirname(dirname(import.meta.dirname))), "docs/permissions.md"),
  "utf8",
);

/** The rows of the page's matrix: table, command, and a cell for each role. */
const matrix = [
  ...page.matchAll(/^\| (\w+) \| (select|insert|update|delete) \| (.+?) \|[^|]*\|$/gm),
].map(([, table = "", command = "", cells = ""]) => ({
  table,
  command,
  cells: cells.split(" | "),
}));

/** How many rows a command reaches; 0 also where it is refused. Whatever it did is taken back. */
async function reach(
  db: Database,
  world: World,
  actor: Actor,
  sql: string,
  values: readonly unknown[],
): Promise<number> {
  await db.all("savepoint cell");
  let reached = 0;
  const code = await codeOf(
    asActor(db, world, actor, async () => {
      reached = await db.count(sql, values);
    }),
  );
  await db.all("rollback to savepoint cell");
  expect(["succeeded", REFUSED], `${actor}: ${sql}`).toContain(code);
  return code === "succeeded" ? reached : 0;
}

async function attempt(
  db: Database,
  world: World,
  { table, command }: { table: string; command: string },
  actor: Actor,
  place: Place,
  rows = rowsOf(table, place),
): Promise<number> {
  const who: User = actor === "anon" ? { id: randomUUID(), email: "" } : world.people[actor];
  const [where, values] = rows;
  if (command === "insert") {
    const [sql, row] = samples[table]?.insert(place, who) ?? ["", []];
    return reach(db, world, actor, `insert into ${table} ${sql}`, row);
  }
  const column = samples[table]?.update ?? "created_at";
  const sql = {
    select: `select from ${table} where ${where}`,
    update: `update ${table} set ${column} = ${column} where ${where}`,
    delete: `delete from ${table} where ${where}`,
  }[command];
  return reach(db, world, actor, sql ?? "", values);
}

const catalogues = ["currencies", "permissions", "plans"];

describe("docs/permissions.md says what happens", () => {
  test("and names every table", async ({ db }) => {
    const rows = await db.all<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')",
    );
    const tables = rows.map(({ name }) => name).sort();
    expect([...new Set(matrix.map(({ table }) => table))].sort()).toEqual(tables);
    expect(matrix).toHaveLength(tables.length * 4);
    expect(Object.keys(samples).sort()).toEqual(tables);
  });

  test.for(matrix)("$table: $command", async (cell, { db, world }) => {
    const { own, foreign } = placesOf(world);
    await fill(db, own);
    await fill(db, foreign);
    const isOpen = catalogues.includes(cell.table) && cell.command === "select";

    for (const [index, role] of builtinRoles.entries()) {
      const says = cell.cells[index];
      const reached = await attempt(db, world, cell, role, own);
      expect.soft({ role, reached: reached > 0 }).toEqual({ role, reached: says === "✓" });

      if (ownRows[cell.table] && cell.command !== "insert") {
        await db.all("savepoint own");
        const rows = await ownRows[cell.table]?.(db, own, world.people[role]);
        const reachedOwn = await attempt(db, world, cell, role, own, rows);
        expect.soft({ role, own: reachedOwn > 0 }).toEqual({ role, own: says !== "–" });
        await db.all("rollback to savepoint own");
      }

      const outside = await attempt(db, world, cell, role, foreign);
      expect.soft({ role, outside: outside > 0 }).toEqual({ role, outside: isOpen });
    }
    for (const actor of ["suspended", "stranger"] as const) {
      const reached = await attempt(db, world, cell, actor, own);
      expect.soft({ actor, reached: reached > 0 }).toEqual({ actor, reached: isOpen });
    }
    for (const place of [own, foreign]) {
      expect.soft(await attempt(db, world, cell, "anon", place), "anon").toBe(0);
    }
  });
});

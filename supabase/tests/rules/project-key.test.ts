import { expect } from "vitest";
import { codeOf } from "../helpers/outcomes.ts";
import { createOrganization, createProject } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";

test.for([
  ["Website relaunch", "WR"],
  ["Marketing", "MARK"],
  ["A B C D E F G", "ABCDE"],
  ["Ромашка", "ROMA"],
  ["2027 budget", "P2B1"],
  ["X", "PX1"],
  ["東京", "PROJ"],
] as const)("a project named %s gets the key %s", async ([name, key], { db, world }) => {
  expect(await createProject(db, world.acme, { name })).toMatchObject({ key });
});

test("a taken key gets a number, in this organization only", async ({ db, world }) => {
  const keys = [
    await createProject(db, world.acme, { name: "Alpha beta" }),
    await createProject(db, world.acme, { name: "Another boat", visibility: "private" }),
    await createProject(db, world.acme, { name: "Any bike" }),
    await createProject(db, await createOrganization(db), { name: "Alpha beta" }),
  ].map(({ key }) => key);
  expect(keys).toEqual(["AB", "AB2", "AB3", "AB"]);
});

test("a key that somebody chose is passed over", async ({ db, world }) => {
  await db.count(
    `insert into projects (organization_id, name, key)
     values ($1, 'X', 'AB2'), ($1, 'Y', 'AB4'), ($1, 'Z', 'AB99999999')`,
    [world.acme.id],
  );
  const keys: string[] = [];
  for (let count = 0; count < 4; count += 1) {
    keys.push((await createProject(db, world.acme, { name: "Alpha beta" })).key);
  }
  expect(keys).toEqual(["AB", "AB3", "AB5", "AB6"]);
});

test("a thousand projects of one name get a thousand keys", async ({ db, world }) => {
  const rows = await db.all<{ key: string }>(
    `insert into projects (organization_id, name)
     select $1, 'Branch office' from generate_series(1, 1000) returning key`,
    [world.acme.id],
  );
  expect(new Set(rows.map((row) => row.key)).size).toBe(1000);
  expect(rows.at(-1)?.key).toBe("BO1000");
});

test.for(["ab", "A", "ABCDEFGHIJK", "A-B", "1AB"])("%s is no key", async (key, { db, world }) => {
  const attempt = db.count(
    "insert into projects (organization_id, name, key) values ($1, 'New', $2)",
    [world.acme.id, key],
  );
  expect(await codeOf(attempt)).toBe("23514");
});

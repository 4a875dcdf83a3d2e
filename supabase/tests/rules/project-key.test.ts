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

test.for(["ab", "A", "ABCDEFGHIJK", "A-B", "1AB"])("%s is no key", async (key, { db, world }) => {
  const attempt = db.count(
    "insert into projects (organization_id, name, key) values ($1, 'New', $2)",
    [world.acme.id, key],
  );
  expect(await codeOf(attempt)).toBe("23514");
});

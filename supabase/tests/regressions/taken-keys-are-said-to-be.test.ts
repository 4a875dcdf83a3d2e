import { expect } from "vitest";
import { asUser, type Database, type User } from "../helpers/database.ts";
import { codeOf, REFUSED } from "../helpers/outcomes.ts";
import { test } from "../helpers/test.ts";

const create = (db: Database, user: User, organization: string, key: string) =>
  codeOf(
    asUser(db, user, () =>
      db.count("insert into projects (organization_id, name, key) values ($1, 'New', $2)", [
        organization,
        key,
      ]),
    ),
  );

test("a key that another project has is taken, seen or not", async ({ db, world }) => {
  const { acme, open, secret, people } = world;
  expect(await create(db, people.manager, acme.id, open.key)).toBe("key_taken");
  expect(await create(db, people.manager, acme.id, secret.key)).toBe("key_taken");
  expect(await create(db, people.manager, acme.id, "FRESH")).toBe("succeeded");
});

test("nobody else learns which keys there are", async ({ db, world }) => {
  const { acme, open, people } = world;
  for (const person of [people.member, people.stranger, people.suspended]) {
    expect(await create(db, person, acme.id, open.key)).toBe(REFUSED);
    expect(await create(db, person, acme.id, "FRESH")).toBe(REFUSED);
  }
});

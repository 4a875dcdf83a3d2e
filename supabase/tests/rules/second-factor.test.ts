import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { asUser, type Database, type User } from "../helpers/database.ts";
import { test } from "../helpers/test.ts";

/** An authenticator of the user's, as Auth keeps it. */
async function addFactor(db: Database, user: User, status: "verified" | "unverified") {
  await db.count(
    `insert into auth.mfa_factors (id, user_id, friendly_name, factor_type, status, created_at, updated_at)
    values ($1, $2, 'phone', 'totp', $3, now(), now())`,
    [randomUUID(), user.id, status],
  );
}

/** How many organizations and permissions the user has with a session of this level. */
function seen(db: Database, user: User, organization: { id: string }, aal?: string) {
  return asUser(
    db,
    user,
    async (as) => ({
      organizations: await as.count("select from organizations"),
      permissions: await as.count("select unnest(my_permissions($1))", [organization.id]),
    }),
    aal === undefined ? {} : { aal },
  );
}

const nothing = { organizations: 0, permissions: 0 };

test("a password alone opens nothing to whoever has a second factor", async ({ db, world }) => {
  const { owner } = world.people;
  const before = await seen(db, owner, world.acme, "aal1");
  expect(before.permissions).toBeGreaterThan(0);
  await addFactor(db, owner, "verified");
  expect(await seen(db, owner, world.acme, "aal1")).toEqual(nothing);
  expect(await seen(db, owner, world.acme, "aal2")).toEqual(before);
});

test("a set-up that was never finished shuts nobody out", async ({ db, world }) => {
  const { owner } = world.people;
  const before = await seen(db, owner, world.acme, "aal1");
  await addFactor(db, owner, "unverified");
  expect(await seen(db, owner, world.acme, "aal1")).toEqual(before);
});

test("another person's second factor asks nothing of oneself", async ({ db, world }) => {
  const { owner, admin } = world.people;
  const before = await seen(db, admin, world.acme, "aal1");
  await addFactor(db, owner, "verified");
  expect(await seen(db, admin, world.acme, "aal1")).toEqual(before);
});

test("what carries no level, such as an API key, is not asked", async ({ db, world }) => {
  const { owner } = world.people;
  const before = await seen(db, owner, world.acme);
  await addFactor(db, owner, "verified");
  expect(await seen(db, owner, world.acme)).toEqual(before);
});

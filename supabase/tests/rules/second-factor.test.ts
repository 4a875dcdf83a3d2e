import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { asService, asUser, type Database, type User } from "../helpers/database.ts";
import { codeOf } from "../helpers/outcomes.ts";
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

test("without the second factor nobody leaves, and no operator operates", async ({ db, world }) => {
  const { member } = world.people;
  await asService(db, () => db.one("select add_operator($1)", [member.email]));
  await addFactor(db, member, "verified");
  const outcome = (sql: string, aal: string) =>
    codeOf(asUser(db, member, () => db.all(sql), { aal }));
  const leave = `select leave_organization('${world.acme.id}')`;
  expect(await outcome("select list_tenants()", "aal1")).toBe("operator_required");
  expect(await outcome(leave, "aal1")).toBe("organization_not_found");
  expect(await outcome("select list_tenants()", "aal2")).toBe("succeeded");
  expect(await outcome(leave, "aal2")).toBe("succeeded");
});

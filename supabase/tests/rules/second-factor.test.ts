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

test("without the second factor nobody founds, joins, declines or changes a profile", async ({
  db,
  world,
}) => {
  const { owner, stranger } = world.people;
  await db.count("update auth.users set email_confirmed_at = now() where id = $1", [stranger.id]);
  const { id, token } = await asUser(db, owner, () =>
    db.one<{ id: string; token: string }>("select id, token from invite_member($1, $2, 'viewer')", [
      world.acme.id,
      stranger.email,
    ]),
  );
  await addFactor(db, stranger, "verified");
  const as = <Result>(aal: string, work: () => Promise<Result>) =>
    asUser(db, stranger, work, { aal });
  const outcome = (sql: string, aal: string) => codeOf(as(aal, () => db.all(sql)));
  const rename = (aal: string) =>
    as(aal, () => db.count("update profiles set display_name = 'X' where id = auth.uid()"));
  const received = (aal: string) => as(aal, () => db.count("select from received_invitations()"));

  const commands = [
    "select create_organization('Mine')",
    `select decline_invitation('${token}')`,
    `select accept_invitation(null, '${id}')`,
    `select accept_invitation('${token}')`,
  ];
  for (const sql of commands) {
    expect.soft(await outcome(sql, "aal1"), sql).toBe("second_factor_required");
  }
  expect([await received("aal1"), await rename("aal1")]).toEqual([0, 0]);
  // Reading who one is stays open: the page that asks for the code shows it.
  expect(await as("aal1", () => db.count("select from profiles where id = auth.uid()"))).toBe(1);

  expect([await received("aal2"), await rename("aal2")]).toEqual([1, 1]);
  expect(await outcome("select create_organization('Mine')", "aal2")).toBe("succeeded");
  expect(await outcome(`select accept_invitation('${token}')`, "aal2")).toBe("succeeded");
});

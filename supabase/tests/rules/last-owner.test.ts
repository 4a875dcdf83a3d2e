import { describe, expect } from "vitest";
import { asService } from "../helpers/database.ts";
import { codeOf } from "../helpers/outcomes.ts";
import { createMember } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";

describe("the last active owner", () => {
  test.for([
    ["be demoted", "update memberships set role = 'admin' where user_id = $1"],
    ["be suspended", "update memberships set is_active = false where user_id = $1"],
    ["be removed", "delete from memberships where user_id = $1"],
    ["lose the account", "delete from auth.users where id = $1"],
    ["be marked as deleted", "update auth.users set deleted_at = now() where id = $1"],
  ] as const)("cannot %s, not even by the service", async ([, sql], { db, world }) => {
    const { owner } = world.people;
    const look = () => db.all("select * from memberships where user_id = $1", [owner.id]);
    const before = await look();
    await db.all("savepoint attempt");
    expect(await codeOf(db.count(sql, [owner.id]))).toBe("last_owner");
    await db.all("rollback to savepoint attempt");
    expect(await look()).toEqual(before);
  });

  test("does not count a suspended one beside them", async ({ db, world }) => {
    await createMember(db, world.acme, "owner", { is_active: false });
    const attempt = asService(db, () =>
      db.count("update memberships set role = 'member' where user_id = $1", [
        world.people.owner.id,
      ]),
    );
    expect(await codeOf(attempt)).toBe("last_owner");
  });

  test("may go when there is another", async ({ db, world }) => {
    await createMember(db, world.acme, "owner");
    const gone = await asService(db, () =>
      db.count("delete from memberships where user_id = $1", [world.people.owner.id]),
    );
    expect(gone).toBe(1);
  });

  test("goes with the organization", async ({ db, world }) => {
    await asService(db, () => db.count("delete from organizations where id = $1", [world.acme.id]));
    const left = await db.one(
      `select
         (select count(*)::int from memberships where organization_id = $1) as memberships,
         (select count(*)::int from roles where organization_id = $1) as roles,
         (select count(*)::int from projects where organization_id = $1) as projects,
         (select count(*)::int from tasks where organization_id = $1) as tasks`,
      [world.acme.id],
    );
    expect(left).toEqual({ memberships: 0, roles: 0, projects: 0, tasks: 0 });
  });
});

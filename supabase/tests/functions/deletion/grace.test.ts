import { describe, expect } from "vitest";
import { asService, asUser, type Database } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";
import { codeOf, REFUSED } from "../../helpers/outcomes.ts";
import { test } from "../../helpers/test.ts";
import type { World } from "../../helpers/world.ts";

const remove = (db: Database, { acme, people }: World) =>
  asUser(db, people.owner, () => db.one("select delete_organization($1)", [acme.id]));

everybody("asks to delete the organization", {
  allowed: ["owner"],
  act: (db, { acme }) => db.count("select delete_organization($1)", [acme.id]),
  untouched: (db) => db.all("select * from organizations order by id"),
});

everybody("takes the deletion back", {
  allowed: ["owner"],
  given: remove,
  act: (db, { acme }) => db.count("select restore_organization($1)", [acme.id]),
  untouched: (db) => db.all("select * from organizations order by id"),
});

describe("an organization that is being deleted", () => {
  test("waits thirty days", async ({ db, world }) => {
    const organization = await asUser(db, world.people.owner, () =>
      db.one(
        "select delete_after - now() = interval '30 days' as waits from delete_organization($1)",
        [world.acme.id],
      ),
    );
    expect(organization).toEqual({ waits: true });
  });

  test("can be read and not changed, by nobody", async ({ db, world }) => {
    await remove(db, world);
    const { owner, member } = world.people;
    expect(await asUser(db, member, () => db.count("select from tasks"))).toBe(1);
    for (const sql of [
      "insert into projects (organization_id, name) values ($1, 'New')",
      "update organizations set name = 'New' where id = $1",
      "delete from tasks where organization_id = $1",
      "select invite_member($1, 'a@b.example', 'viewer')",
      "select leave_organization($1)",
      "select create_role($1, 'New')",
      "select delete_organization($1)",
      "select request_plan($1, 'basic')",
      "insert into organization_domains (organization_id, hostname) values ($1, 'acme.example')",
    ]) {
      const attempt = asUser(db, owner, () => db.count(sql, [world.acme.id]));
      expect.soft(await codeOf(attempt), sql).toBe("organization_deleted");
    }
  });

  test("leaves its owner only the way back", async ({ db, world }) => {
    await remove(db, world);
    const { held } = await asUser(db, world.people.owner, () =>
      db.one<{ held: string[] }>("select my_permissions($1) as held", [world.acme.id]),
    );
    const writes = held.filter((permission) => !/\.(read|read_private|export)$/.test(permission));
    expect(writes).toEqual(["organization.delete"]);
  });

  test("works again once it is taken back", async ({ db, world }) => {
    await remove(db, world);
    const { owner, member } = world.people;
    await asUser(db, owner, () => db.one("select restore_organization($1)", [world.acme.id]));
    const insert = asUser(db, member, () =>
      db.count("insert into tasks (organization_id, project_id, title) values ($1, $2, 'X')", [
        world.acme.id,
        world.open.id,
      ]),
    );
    expect(await insert).toBe(1);
    const again = asUser(db, owner, () =>
      db.one("select restore_organization($1)", [world.acme.id]),
    );
    expect(await codeOf(again)).toBe("organization_not_deleted");
  });

  test("stays as it is while it is suspended besides", async ({ db, world }) => {
    await remove(db, world);
    await asService(db, () => db.one("select suspend_tenant($1)", [world.acme.id]));
    const attempt = asUser(db, world.people.owner, () =>
      db.one("select restore_organization($1)", [world.acme.id]),
    );
    expect(await codeOf(attempt)).toBe("organization_suspended");
  });
});

describe("the job that removes organizations", () => {
  const purge = (db: Database, when: string) =>
    db.one(`select private.purge_organizations(now() + interval '${when}')`);
  const isThere = (db: Database, { acme }: World) =>
    db.count("select from organizations where id = $1", [acme.id]);

  test("takes those whose time is over, with everything in them", async ({ db, world }) => {
    await remove(db, world);
    await purge(db, "29 days");
    expect(await isThere(db, world)).toBe(1);
    await purge(db, "30 days");
    const left = await db.one(
      `select (select count(*)::int from organizations where id = $1) as organizations,
              (select count(*)::int from tasks where organization_id = $1) as tasks,
              (select count(*)::int from memberships where organization_id = $1) as memberships`,
      [world.acme.id],
    );
    expect(left).toEqual({ organizations: 0, tasks: 0, memberships: 0 });
    expect(await db.count("select from tasks where organization_id = $1", [world.globex.id])).toBe(
      1,
    );
  });

  test("runs every hour", async ({ db }) => {
    const job = await db.one(
      "select schedule, command, active from cron.job where jobname = 'purge-organizations'",
    );
    expect(job).toEqual({
      schedule: "17 * * * *",
      command: "select private.purge_organizations()",
      active: true,
    });
  });

  test("is nobody's to call", async ({ db, world }) => {
    const call = () => purge(db, "30 days");
    expect(await codeOf(asUser(db, world.people.owner, call))).toBe(REFUSED);
    expect(await codeOf(asService(db, call))).toBe(REFUSED);
  });
});

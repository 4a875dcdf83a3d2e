import { planLimitSchema, plans } from "@flowdesk/types/organizations";
import { describe, expect } from "vitest";
import { asService, asUser, type Database, type User } from "../../helpers/database.ts";
import { codeOf, REFUSED } from "../../helpers/outcomes.ts";
import {
  addMember,
  createMember,
  createOrganization,
  createProject,
  createTask,
  createUser,
  type Organization,
} from "../../helpers/rows.ts";
import { test } from "../../helpers/test.ts";

/** An organization on a plan, its owner, and one project: all that the smallest plan allows. */
async function createTenant(
  db: Database,
  plan = "free",
): Promise<{ tenant: Organization; owner: User; projectId: string }> {
  const tenant = await createOrganization(db, { plan });
  const owner = await createMember(db, tenant, "owner");
  const project = await createProject(db, tenant);
  return { tenant, owner, projectId: project.id };
}

function insertTasks(db: Database, tenant: Organization, projectId: string, count: number) {
  return db.count(
    `insert into tasks (organization_id, project_id, title)
     select $1, $2, 'Task' from generate_series(1, $3::int)`,
    [tenant.id, projectId, count],
  );
}

describe("the plans", () => {
  test("are those of the price list", async ({ db }) => {
    const rows = await db.all(
      "select key, price_minor::int, currency, max_projects, max_tasks, max_members from plans order by position",
    );
    const limits = (
      max_projects: number | null,
      max_tasks: number | null,
      max_members: number | null,
    ) => ({
      currency: "USD",
      max_projects,
      max_tasks,
      max_members,
    });
    expect(rows).toEqual([
      { key: "free", price_minor: 0, ...limits(1, 10, 3) },
      { key: "basic", price_minor: 900, ...limits(5, 50, 10) },
      { key: "premium", price_minor: 2900, ...limits(50, 500, 100) },
      { key: "enterprise", price_minor: null, ...limits(null, null, null) },
    ]);
    expect(rows.map(({ key }) => key)).toEqual([...plans]);
  });
});

describe("a plan's limit", () => {
  test("lets the last row in and the next one not, and says why", async ({ db }) => {
    const { tenant, owner, projectId } = await createTenant(db);
    const insert = (count: number) =>
      asUser(db, owner, () => insertTasks(db, tenant, projectId, count));
    expect(await insert(10)).toBe(10);
    const refused = await insert(1).catch((error: Error) => JSON.parse(error.message));
    expect(refused).toMatchObject({ code: "plan_limit_reached" });
    expect(planLimitSchema.parse(JSON.parse(refused.details))).toEqual({
      resource: "tasks",
      limit: 10,
      usage: 10,
    });
  });

  test("is for the whole statement, of which then nothing stays", async ({ db }) => {
    const { tenant, owner, projectId } = await createTenant(db);
    const attempt = asUser(db, owner, () => insertTasks(db, tenant, projectId, 11));
    expect(await codeOf(attempt)).toBe("plan_limit_reached");
    expect(await db.count("select from tasks where organization_id = $1", [tenant.id])).toBe(0);
  });

  test("holds for the service as well", async ({ db }) => {
    const { tenant } = await createTenant(db);
    expect(await codeOf(createProject(db, tenant))).toBe("plan_limit_reached");
  });

  test("holds for members, however they come", async ({ db }) => {
    const { tenant, owner } = await createTenant(db);
    await createMember(db, tenant, "member", { is_active: false });
    await createMember(db, tenant, "member");
    const late = await createUser(db);
    const add = asService(db, () => addMember(db, tenant, late, "viewer"));
    expect(await codeOf(add)).toBe("plan_limit_reached");

    const { token } = await asUser(db, owner, () =>
      db.one<{ token: string }>("select * from invite_member($1, $2, 'viewer')", [
        tenant.id,
        late.email,
      ]),
    );
    const accept = () => asUser(db, late, () => db.one("select accept_invitation($1)", [token]));
    expect(await codeOf(accept())).toBe("plan_limit_reached");
    expect(await db.one("select status from invitations where email = $1", [late.email])).toEqual({
      status: "pending",
    });
    await db.count("update organizations set plan = 'basic' where id = $1", [tenant.id]);
    expect(await codeOf(accept())).toBe("succeeded");
  });

  test("counts what is archived, and not what was deleted", async ({ db }) => {
    const { tenant, owner, projectId } = await createTenant(db);
    const create = () =>
      codeOf(
        asUser(db, owner, () =>
          db.count("insert into projects (organization_id, name) values ($1, 'Next')", [tenant.id]),
        ),
      );
    await db.count("update projects set archived_at = now() where id = $1", [projectId]);
    expect(await create()).toBe("plan_limit_reached");
    await db.count("delete from projects where id = $1", [projectId]);
    expect(await create()).toBe("succeeded");
  });

  test("takes nothing away on a smaller plan, and refuses what is new", async ({ db }) => {
    const { tenant, owner, projectId } = await createTenant(db, "enterprise");
    await asUser(db, owner, () => insertTasks(db, tenant, projectId, 25));
    await asService(db, () => db.one("select set_plan($1, 'free')", [tenant.id]));
    const tasks = () => db.count("select from tasks where organization_id = $1", [tenant.id]);
    expect(await tasks()).toBe(25);
    const attempt = () => codeOf(asUser(db, owner, () => insertTasks(db, tenant, projectId, 1)));
    expect(await attempt()).toBe("plan_limit_reached");
    const changed = asUser(db, owner, () =>
      db.count("update tasks set title = 'Still mine' where organization_id = $1", [tenant.id]),
    );
    expect(await changed).toBe(25);
  });

  test("is told to nobody outside", async ({ db, world }) => {
    const { tenant, projectId } = await createTenant(db);
    await asService(db, () => insertTasks(db, tenant, projectId, 10));
    const attempt = asUser(db, world.people.stranger, () => insertTasks(db, tenant, projectId, 1));
    expect(await codeOf(attempt)).toBe(REFUSED);
  });

  test("of none costs no lock", async ({ db }) => {
    const { tenant, owner, projectId } = await createTenant(db, "enterprise");
    await asUser(db, owner, () => insertTasks(db, tenant, projectId, 3));
    const locks = "select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()";
    const before = await db.count(locks);
    await createTask(db, { id: projectId, organization_id: tenant.id, key: "" });
    expect(await db.count(locks)).toBe(before);
  });
});

describe("the use of a plan", () => {
  const usage = "select * from organization_usage($1)";

  test("is told to every member, rows they cannot see included", async ({ db, world }) => {
    const expected = {
      plan: "enterprise",
      projects: "2",
      max_projects: null,
      tasks: "2",
      max_tasks: null,
      members: "7",
      max_members: null,
    };
    for (const actor of ["owner", "viewer"] as const) {
      const row = await asUser(db, world.people[actor], () => db.one(usage, [world.acme.id]));
      expect(row).toEqual(expected);
    }
  });

  test("does not count pending invitations", async ({ db }) => {
    const { tenant, owner } = await createTenant(db);
    const row = await asUser(db, owner, async () => {
      await db.one("select invite_member($1, 'a@b.example', 'viewer')", [tenant.id]);
      return db.one(usage, [tenant.id]);
    });
    expect(row).toMatchObject({ plan: "free", members: "1", max_members: 3, max_tasks: 10 });
  });

  test("is nobody else's business", async ({ db, world }) => {
    const { stranger, suspended } = world.people;
    for (const user of [stranger, suspended]) {
      for (const id of [world.acme.id, null]) {
        const attempt = asUser(db, user, () => db.one(usage, [id]));
        expect(await codeOf(attempt)).toBe("organization_not_found");
      }
    }
  });
});

import { describe, expect } from "vitest";
import { asService, asUser, type Database, type User } from "../helpers/database.ts";
import { codeOf, REFUSED } from "../helpers/outcomes.ts";
import { createTask, type Project } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";

function sees(db: Database, user: User, project: Pick<Project, "id">): Promise<number> {
  return asUser(db, user, () => db.count("select from projects where id = $1", [project.id]));
}

describe("a private project", () => {
  test("keeps its creator and its lead inside, and nobody else", async ({ db, world }) => {
    const { manager, member, viewer } = world.people;
    const project = await asUser(db, manager, () =>
      db.one<{ id: string }>(
        `insert into projects (organization_id, name, visibility, lead_id)
         values ($1, 'Plan B', 'private', $2) returning id`,
        [world.acme.id, member.id],
      ),
    );
    expect(await sees(db, manager, project)).toBe(1);
    expect(await sees(db, member, project)).toBe(1);
    expect(await sees(db, viewer, project)).toBe(0);
    expect(await sees(db, world.insider, project)).toBe(0);
  });

  test("keeps whoever made it private inside", async ({ db, world }) => {
    const { manager, member } = world.people;
    await asUser(db, manager, () =>
      db.count("update projects set visibility = 'private' where id = $1", [world.open.id]),
    );
    expect(await sees(db, manager, world.open)).toBe(1);
    expect(await sees(db, member, world.open)).toBe(0);
  });

  test("lets a new lead in, and not whoever names them", async ({ db, world }) => {
    const { owner, member } = world.people;
    await asUser(db, owner, () =>
      db.count("update projects set lead_id = $2 where id = $1", [world.secret.id, member.id]),
    );
    const rows = await db.all<{ user_id: string }>(
      "select user_id from project_members where project_id = $1",
      [world.secret.id],
    );
    expect(new Set(rows.map(({ user_id }) => user_id))).toEqual(
      new Set([world.insider.id, member.id]),
    );
  });

  test("is lost by whoever is removed from it, its creator included", async ({ db, world }) => {
    const { manager, owner } = world.people;
    const project = await asUser(db, manager, () =>
      db.one<{ id: string }>(
        `insert into projects (organization_id, name, visibility)
         values ($1, 'Plan B', 'private') returning id`,
        [world.acme.id],
      ),
    );
    await asUser(db, owner, () =>
      db.count("delete from project_members where project_id = $1 and user_id = $2", [
        project.id,
        manager.id,
      ]),
    );
    expect(await sees(db, manager, project)).toBe(0);
  });

  test("is hidden from a role that may read tasks and not projects", async ({ db, world }) => {
    const { viewer } = world.people;
    await asService(db, async () => {
      await db.count("insert into roles (organization_id, key, name) values ($1, 'narrow', 'N')", [
        world.acme.id,
      ]);
      await db.count(
        "insert into role_permissions (organization_id, role, permission) values ($1, 'narrow', 'tasks.read')",
        [world.acme.id],
      );
      await db.count("update memberships set role = 'narrow' where user_id = $1", [viewer.id]);
    });
    const titles = await asUser(db, viewer, () => db.all("select title from tasks"));
    expect(titles).toEqual([{ title: "Open task" }]);
  });

  test("refuses an assignee who cannot see it", async ({ db, world }) => {
    const assign = (user: User) =>
      asUser(db, world.insider, () =>
        db.count("update tasks set assignee_id = $2 where id = $1", [world.secretTask.id, user.id]),
      );
    expect(await codeOf(assign(world.people.member))).toBe("assignee_not_in_project");
    expect(await codeOf(assign(world.people.admin))).toBe("succeeded");
    expect(await codeOf(assign(world.insider))).toBe("succeeded");
  });

  test("is closed even to who is assigned to one of its tasks and was removed", async ({
    db,
    world,
  }) => {
    const { insider, secret } = world;
    const task = await createTask(db, secret, { assignee: insider });
    await asService(db, () =>
      db.count("delete from project_members where user_id = $1", [insider.id]),
    );
    const change = asUser(db, insider, () =>
      db.count("update tasks set title = 'X' where id = $1", [task.id]),
    );
    expect(await change).toBe(0);
    const create = asUser(db, insider, () =>
      db.count("insert into tasks (organization_id, project_id, title) values ($1, $2, 'X')", [
        secret.organization_id,
        secret.id,
      ]),
    );
    expect(await codeOf(create)).toBe(REFUSED);
  });
});

import { describe, expect } from "vitest";
import { asService, asUser } from "../../helpers/database.ts";
import { codeOf, REFUSED } from "../../helpers/outcomes.ts";
import { createMember, createTask } from "../../helpers/rows.ts";
import { test } from "../../helpers/test.ts";

describe("a member cannot move a task out of the rules' reach", () => {
  test("cannot hand on a task that somebody else reported", async ({ db, world }) => {
    const { member, manager } = world.people;
    const task = await createTask(db, world.open, { reporter: manager, assignee: member });
    const attempt = asUser(db, member, () =>
      db.count("update tasks set assignee_id = $2 where id = $1", [task.id, manager.id]),
    );
    expect(await codeOf(attempt)).toBe(REFUSED);
    const row = await db.one("select assignee_id from tasks where id = $1", [task.id]);
    expect(row).toEqual({ assignee_id: member.id });
  });

  test("can hand on a task of their own", async ({ db, world }) => {
    const { member, manager } = world.people;
    const task = await createTask(db, world.open, { reporter: member, assignee: member });
    const changed = await asUser(db, member, () =>
      db.count("update tasks set assignee_id = $2 where id = $1", [task.id, manager.id]),
    );
    expect(changed).toBe(1);
  });

  test.for([
    "organization_id = gen_random_uuid()",
    "project_id = gen_random_uuid()",
    "reporter_id = auth.uid()",
    "number = 99",
    "completed_at = now()",
    "created_at = now()",
    "version = 7",
  ])("an owner cannot set %s", async (assignment, { db, world }) => {
    const attempt = asUser(db, world.people.owner, () =>
      db.count(`update tasks set ${assignment} where id = $1`, [world.openTask.id]),
    );
    expect(await codeOf(attempt)).toBe(REFUSED);
  });

  test.for(["id", "number", "reporter_id", "version", "completed_at"])(
    "an owner cannot choose the %s of a new task",
    async (column, { db, world }) => {
      const attempt = asUser(db, world.people.owner, () =>
        db.count(
          `insert into tasks (organization_id, project_id, title, ${column})
           select organization_id, id, 'New', null from projects where id = $1`,
          [world.open.id],
        ),
      );
      expect(await codeOf(attempt)).toBe(REFUSED);
    },
  );
});

describe("a task cannot point into another organization", () => {
  test("cannot be created in another organization's project under one's own", async ({
    db,
    world,
  }) => {
    const attempt = asUser(db, world.people.owner, () =>
      db.count("insert into tasks (organization_id, project_id, title) values ($1, $2, 'New')", [
        world.acme.id,
        world.foreign.id,
      ]),
    );
    // As row-level security would say it: no such project here.
    expect(await codeOf(attempt)).toBe(REFUSED);
  });

  test("cannot be assigned to somebody outside, even by the service", async ({ db, world }) => {
    const attempt = asService(db, () =>
      db.count("update tasks set assignee_id = $2 where id = $1", [
        world.openTask.id,
        world.people.stranger.id,
      ]),
    );
    expect(await codeOf(attempt)).toBe("23503");
  });

  test("cannot stand below a task of another project", async ({ db, world }) => {
    const attempt = asService(db, () =>
      db.count("update tasks set parent_id = $2 where id = $1", [
        world.openTask.id,
        world.secretTask.id,
      ]),
    );
    expect(await codeOf(attempt)).toBe("23503");
  });
});

describe("rights are read live", () => {
  test("a demoted manager loses the right with the next statement", async ({ db, world }) => {
    const manager = await createMember(db, world.acme, "manager");
    const change = () =>
      asUser(db, manager, () =>
        db.count("update tasks set title = 'Again' where id = $1", [world.openTask.id]),
      );
    expect(await change()).toBe(1);
    await asService(db, () =>
      db.count("update memberships set role = 'viewer' where user_id = $1", [manager.id]),
    );
    expect(await change()).toBe(0);
  });

  test("a removed member sees nothing any more", async ({ db, world }) => {
    const { member } = world.people;
    const look = () => asUser(db, member, () => db.count("select from tasks"));
    expect(await look()).toBe(1);
    await asService(db, () => db.count("delete from memberships where user_id = $1", [member.id]));
    expect(await look()).toBe(0);
  });
});

import { describe, expect } from "vitest";
import { asService, asUser, type Database } from "../helpers/database.ts";
import { codeOf, REFUSED } from "../helpers/outcomes.ts";
import { createTask } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";
import type { World } from "../helpers/world.ts";

function archive(db: Database, world: World): Promise<number> {
  return asUser(db, world.people.manager, () =>
    db.count("update projects set archived_at = now() where id = $1", [world.open.id]),
  );
}

describe("an archived project is read-only", () => {
  test.for([
    ["update projects set name = 'X' where id = $1"],
    ["update project_statuses set name = 'X' where project_id = $1"],
    ["delete from project_statuses where project_id = $1 and key = 'done'"],
    ["update tasks set title = 'X' where project_id = $1"],
    ["delete from tasks where project_id = $1"],
    [
      `insert into tasks (organization_id, project_id, title)
       select organization_id, id, 'X' from projects where id = $1`,
    ],
    [
      `insert into comments (organization_id, task_id, body)
       select organization_id, id, 'X' from tasks where project_id = $1`,
    ],
    [
      `insert into attachments (organization_id, task_id, name, size_bytes)
       select organization_id, id, 'X', 1 from tasks where project_id = $1`,
    ],
    [
      `insert into status_transitions (organization_id, project_id, from_status, to_status)
       select organization_id, id, 'todo', 'done' from projects where id = $1`,
    ],
  ] as const)("to its managers: %s", async ([sql], { db, world }) => {
    await archive(db, world);
    const attempt = asUser(db, world.people.manager, () => db.count(sql, [world.open.id]));
    expect(await codeOf(attempt)).toBe("project_archived");
  });

  test("to the service as well", async ({ db, world }) => {
    await archive(db, world);
    expect(await codeOf(createTask(db, world.open))).toBe("project_archived");
  });

  test("but says so to nobody who may not see it", async ({ db, world }) => {
    await archive(db, world);
    const attempt = asUser(db, world.people.stranger, () =>
      db.count("insert into tasks (organization_id, project_id, title) values ($1, $2, 'X')", [
        world.acme.id,
        world.open.id,
      ]),
    );
    expect(await codeOf(attempt)).toBe(REFUSED);
  });

  test("and can be deleted, with its tasks", async ({ db, world }) => {
    await archive(db, world);
    const gone = await asUser(db, world.people.owner, () =>
      db.count("delete from projects where id = $1", [world.open.id]),
    );
    expect(gone).toBe(1);
    expect(await db.count("select from tasks where id = $1", [world.openTask.id])).toBe(0);
  });

  test("and lets go of an assignee and a lead who leave", async ({ db, world }) => {
    const { member } = world.people;
    const task = await createTask(db, world.open, { assignee: member });
    await asService(db, () =>
      db.count("update projects set lead_id = $2 where id = $1", [world.open.id, member.id]),
    );
    await archive(db, world);
    await asService(db, () => db.count("delete from memberships where user_id = $1", [member.id]));
    const row = await db.one(
      "select assignee_id, lead_id from tasks join projects on projects.id = project_id where tasks.id = $1",
      [task.id],
    );
    expect(row).toEqual({ assignee_id: null, lead_id: null });
  });
});

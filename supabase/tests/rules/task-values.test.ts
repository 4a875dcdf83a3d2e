import { describe, expect } from "vitest";
import { asService, asUser } from "../helpers/database.ts";
import { codeOf } from "../helpers/outcomes.ts";
import { createProject, createTask } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";

describe("what a task is given", () => {
  test("is a number, the first status and the end of the column", async ({ db, world }) => {
    const project = await createProject(db, world.acme, { name: "Website relaunch" });
    const first = await createTask(db, project);
    const second = await createTask(db, project);
    const elsewhere = await createTask(db, project, { status: "review" });
    expect(project.key).toBe("WR");
    expect(first).toMatchObject({ number: 1, status: "todo", position: "a0", version: 1 });
    expect(second).toMatchObject({ number: 2, status: "todo", position: "a1" });
    expect(elsewhere).toMatchObject({ number: 3, status: "review", position: "a0" });
  });

  test("is a number that no other task had, deleted ones included", async ({ db, world }) => {
    const task = await createTask(db, world.open);
    await db.count("delete from tasks where id = $1", [task.id]);
    expect((await createTask(db, world.open)).number).toBe(task.number + 1);
  });

  test("is the number an import names, and the next one comes after it", async ({ db, world }) => {
    await asService(db, () =>
      db.count(
        "insert into tasks (organization_id, project_id, title, number) values ($1, $2, 'Old', 40)",
        [world.acme.id, world.open.id],
      ),
    );
    expect((await createTask(db, world.open)).number).toBe(41);
  });

  test("is the same for null as for nothing", async ({ db, world }) => {
    const row = await asService(db, () =>
      db.one(
        `insert into tasks (organization_id, project_id, title, number, status, position)
         values ($1, $2, 'New', null, null, null) returning number, status, position`,
        [world.acme.id, world.open.id],
      ),
    );
    expect(row).toEqual({ number: 2, status: "todo", position: "a1" });
  });

  test("is the person as reporter", async ({ db, world }) => {
    const row = await asUser(db, world.people.member, () =>
      db.one(
        `insert into tasks (organization_id, project_id, title) values ($1, $2, 'Mine')
         returning reporter_id`,
        [world.acme.id, world.open.id],
      ),
    );
    expect(row).toEqual({ reporter_id: world.people.member.id });
  });

  test("is a version that counts every change", async ({ db, world }) => {
    const change = (version: number) =>
      asUser(db, world.people.owner, () =>
        db.count("update tasks set title = 'Next' where id = $1 and version = $2", [
          world.openTask.id,
          version,
        ]),
      );
    expect(await change(1)).toBe(1);
    expect(await change(1)).toBe(0);
    expect(await change(2)).toBe(1);
  });
});

describe("a task refuses", () => {
  test.for([
    ["title = ''", "23514"],
    ["title = ' x'", "23514"],
    ["title = repeat('x', 301)", "23514"],
    ["title = E'a\\nb'", "23514"],
    ["description = repeat('x', 50001)", "23514"],
    ["priority = 'asap'", "23514"],
    ["estimate_minutes = 0", "23514"],
    ["start_date = '2026-02-02', due_date = '2026-02-01'", "23514"],
    ["position = 'a10'", "23514"],
    ["parent_id = id", "23514"],
  ] as const)("%s", async ([assignment, code], { db, world }) => {
    const attempt = asUser(db, world.people.owner, () =>
      db.count(`update tasks set ${assignment} where id = $1`, [world.openTask.id]),
    );
    expect(await codeOf(attempt)).toBe(code);
  });

  test("a suspended assignee", async ({ db, world }) => {
    const attempt = asUser(db, world.people.owner, () =>
      db.count("update tasks set assignee_id = $2 where id = $1", [
        world.openTask.id,
        world.people.suspended.id,
      ]),
    );
    expect(await codeOf(attempt)).toBe("assignee_not_active");
  });

  test("to stand below its own subtask, however deep", async ({ db, world }) => {
    const child = await createTask(db, world.open, { parent: world.openTask });
    const grandchild = await createTask(db, world.open, { parent: child });
    const attempt = asUser(db, world.people.owner, () =>
      db.count("update tasks set parent_id = $2 where id = $1", [world.openTask.id, grandchild.id]),
    );
    expect(await codeOf(attempt)).toBe("task_cycle");
  });
});

test("subtasks outlive their parent", async ({ db, world }) => {
  const child = await createTask(db, world.open, { parent: world.openTask });
  await asUser(db, world.people.manager, () =>
    db.count("delete from tasks where id = $1", [world.openTask.id]),
  );
  expect(await db.one("select parent_id from tasks where id = $1", [child.id])).toEqual({
    parent_id: null,
  });
});

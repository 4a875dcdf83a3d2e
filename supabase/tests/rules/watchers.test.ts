import { describe, expect } from "vitest";
import { asService, asUser, type Database, type User } from "../helpers/database.ts";
import { sentBy } from "../helpers/events.ts";
import { codeOf } from "../helpers/outcomes.ts";
import { createTask, type Task } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";

async function watchersOf(db: Database, task: Task): Promise<Set<string>> {
  const rows = await db.all<{ user_id: string }>(
    "select user_id from task_watchers where task_id = $1",
    [task.id],
  );
  return new Set(rows.map(({ user_id }) => user_id));
}

const watch = (db: Database, by: User, task: Task, user: User) =>
  codeOf(
    asUser(db, by, () =>
      db.count(
        "insert into task_watchers (organization_id, task_id, user_id) values ($1, $2, $3)",
        [task.organization_id, task.id, user.id],
      ),
    ),
  );

describe("a task is watched", () => {
  test("by its reporter and its assignee from the first moment", async ({ db, world }) => {
    const { member, manager } = world.people;
    const task = await createTask(db, world.open, { reporter: member, assignee: manager });
    expect(await watchersOf(db, task)).toEqual(new Set([member.id, manager.id]));
  });

  test("by each new assignee, and further by the one before", async ({ db, world }) => {
    const { member, manager } = world.people;
    const task = await createTask(db, world.open, { assignee: manager });
    await asUser(db, manager, () =>
      db.count("update tasks set assignee_id = $2 where id = $1", [task.id, member.id]),
    );
    expect(await watchersOf(db, task)).toEqual(new Set([member.id, manager.id]));
  });

  test("no more by who stopped, whatever else changes", async ({ db, world }) => {
    const { member } = world.people;
    const task = await createTask(db, world.open, { reporter: member });
    await asUser(db, member, async () => {
      await db.count("delete from task_watchers where task_id = $1", [task.id]);
      await db.count("update tasks set title = 'Other' where id = $1", [task.id]);
    });
    expect(await watchersOf(db, task)).toEqual(new Set());
  });

  test("no more by who left the organization", async ({ db, world }) => {
    const { member } = world.people;
    const task = await createTask(db, world.open, { reporter: member });
    await db.count("delete from memberships where user_id = $1", [member.id]);
    expect(await watchersOf(db, task)).toEqual(new Set());
  });

  test("by nobody who is suspended or cannot see it", async ({ db, world }) => {
    const { owner, suspended, member, stranger, admin } = world.people;
    expect(await watch(db, owner, world.openTask, suspended)).toBe("watcher_cannot_see");
    expect(await watch(db, owner, world.secretTask, member)).toBe("watcher_cannot_see");
    expect(await watch(db, owner, world.openTask, stranger)).toBe("23503");
    expect(await watch(db, owner, world.secretTask, admin)).toBe("succeeded");
    expect(await watch(db, owner, world.openTask, member)).toBe("succeeded");
  });

  test("by nobody whose role may not read tasks", async ({ db, world }) => {
    const { owner, viewer } = world.people;
    await asService(db, () =>
      db.count(
        "delete from role_permissions where organization_id = $1 and role = 'viewer' and permission = 'tasks.read'",
        [world.acme.id],
      ),
    );
    expect(await watch(db, owner, world.openTask, viewer)).toBe("watcher_cannot_see");
  });
});

test("beginning to watch is told as a change of the task's watchers", async ({ db, world }) => {
  const { viewer } = world.people;
  const sent = await sentBy(db, () => watch(db, viewer, world.openTask, viewer));
  const payload = {
    table: "task_watchers",
    id: world.openTask.id,
    project_id: world.open.id,
    version: null,
    actor_id: viewer.id,
  };
  expect(sent).toEqual([{ topic: `org:${world.acme.id}`, event: "INSERT", payload }]);
});

test("a new task with its watchers is told once", async ({ db, world }) => {
  const { member } = world.people;
  const sent = await sentBy(db, () => createTask(db, world.open, { reporter: member }));
  expect(sent.map(({ payload }) => payload.table)).toEqual(["tasks"]);
});

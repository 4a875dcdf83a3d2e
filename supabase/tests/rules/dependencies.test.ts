import { describe, expect } from "vitest";
import { asUser, type Database } from "../helpers/database.ts";
import { sentBy } from "../helpers/events.ts";
import { codeOf } from "../helpers/outcomes.ts";
import { addDependency, createTask, type Task } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";

async function openBlockersOf(db: Database, task: Task): Promise<number> {
  const row = await db.one<{ open_blockers: number }>(
    "select open_blockers from tasks where id = $1",
    [task.id],
  );
  return row.open_blockers;
}

const setStatus = (db: Database, task: Task, status: string) =>
  db.count("update tasks set status = $2 where id = $1", [task.id, status]);

describe("a task does not wait for itself", () => {
  test("directly", async ({ db, world }) => {
    expect(await codeOf(addDependency(db, world.openTask, world.openTask))).toBe("23514");
  });

  test("by way of others, in other projects too", async ({ db, world }) => {
    const { open, openTask, secretTask } = world;
    const third = await createTask(db, open);
    await addDependency(db, openTask, secretTask);
    await addDependency(db, secretTask, third);
    expect(await codeOf(addDependency(db, third, openTask))).toBe("dependency_cycle");
    expect(await codeOf(addDependency(db, openTask, third))).toBe("succeeded");
  });

  test("in one statement that closes the circle", async ({ db, world }) => {
    const other = await createTask(db, world.open);
    const attempt = db.count(
      `insert into task_dependencies (organization_id, task_id, depends_on_id)
       values ($1, $2, $3), ($1, $3, $2)`,
      [world.acme.id, world.openTask.id, other.id],
    );
    expect(await codeOf(attempt)).toBe("dependency_cycle");
  });
});

describe("what a task waits for", () => {
  test("is of its own organization", async ({ db, world }) => {
    const attempt = codeOf(addDependency(db, world.openTask, world.foreignTask));
    expect(await attempt).toBe("23502");
    const asOwner = asUser(db, world.people.owner, () =>
      db.count(
        `insert into task_dependencies
           (organization_id, task_id, depends_on_id, depends_on_project_id)
         values ($1, $2, $3, $4)`,
        [world.acme.id, world.openTask.id, world.foreignTask.id, world.foreign.id],
      ),
    );
    expect(await codeOf(asOwner)).toBe("23503");
  });

  test("if hidden, is refused in the words for one that is not there", async ({ db, world }) => {
    const wait = (blocker: string) =>
      asUser(db, world.people.manager, () =>
        db.count(
          "insert into task_dependencies (organization_id, task_id, depends_on_id) values ($1, $2, $3)",
          [world.acme.id, world.openTask.id, blocker],
        ),
      ).catch(({ code, message }: { code: string; message: string }) => ({ code, message }));
    const hidden = await wait(world.secretTask.id);
    expect(hidden).toMatchObject({ code: "42501" });
    expect(await wait(world.acme.id)).toEqual(hidden);
  });

  test("blocks until it is done, and again when it is taken up again", async ({ db, world }) => {
    const { open, openTask } = world;
    const [one, two] = [await createTask(db, open), await createTask(db, open)];
    await addDependency(db, openTask, one);
    await addDependency(db, openTask, two);
    expect(await openBlockersOf(db, openTask)).toBe(2);
    await setStatus(db, one, "done");
    expect(await openBlockersOf(db, openTask)).toBe(1);
    await db.count("update tasks set status = 'done' where id = any ($1)", [[one.id, two.id]]);
    expect(await openBlockersOf(db, openTask)).toBe(0);
    await setStatus(db, two, "review");
    expect(await openBlockersOf(db, openTask)).toBe(1);
  });

  test("blocks not at all when it was done before", async ({ db, world }) => {
    const done = await createTask(db, world.open, { status: "done" });
    await addDependency(db, world.openTask, done);
    expect(await openBlockersOf(db, world.openTask)).toBe(0);
  });

  test("blocks no more once it or the dependency is gone", async ({ db, world }) => {
    const { open, openTask } = world;
    const [one, two] = [await createTask(db, open), await createTask(db, open)];
    await addDependency(db, openTask, one);
    await addDependency(db, openTask, two);
    await db.count("delete from tasks where id = $1", [one.id]);
    expect(await openBlockersOf(db, openTask)).toBe(1);
    await db.count("delete from task_dependencies where depends_on_id = $1", [two.id]);
    expect(await openBlockersOf(db, openTask)).toBe(0);
  });

  test("blocks no more when its whole project goes or its status comes to mean done", async ({
    db,
    world,
  }) => {
    const { openTask, secret, secretTask } = world;
    await addDependency(db, openTask, secretTask);
    await db.count(
      "update project_statuses set category = 'done' where project_id = $1 and key = $2",
      [secret.id, secretTask.status],
    );
    expect(await openBlockersOf(db, openTask)).toBe(0);
    const other = await createTask(db, secret, { status: "review" });
    await addDependency(db, openTask, other);
    expect(await openBlockersOf(db, openTask)).toBe(1);
    await db.count("delete from projects where id = $1", [secret.id]);
    expect(await openBlockersOf(db, openTask)).toBe(0);
  });

  test("counts where one cannot see it, and says no more than that", async ({ db, world }) => {
    await addDependency(db, world.openTask, world.secretTask);
    const seen = await asUser(db, world.people.member, () =>
      db.one(
        `select open_blockers,
           (select count(*)::int from task_dependencies where task_id = tasks.id) as shown
         from tasks where id = $1`,
        [world.openTask.id],
      ),
    );
    expect(seen).toEqual({ open_blockers: 1, shown: 0 });
  });

  test("does not keep the task from being done", async ({ db, world }) => {
    const { openTask } = world;
    await addDependency(db, openTask, await createTask(db, world.open));
    expect(await setStatus(db, openTask, "done")).toBe(1);
  });

  test("may be done in an archived project's stead: the count follows there too", async ({
    db,
    world,
  }) => {
    const { open, openTask, secretTask, people } = world;
    await addDependency(db, openTask, secretTask);
    await db.count("update projects set archived_at = now() where id = $1", [open.id]);
    await asUser(db, people.owner, () => setStatus(db, secretTask, "done"));
    expect(await openBlockersOf(db, openTask)).toBe(0);
  });

  test("cannot be changed in an archived project", async ({ db, world }) => {
    await db.count("update projects set archived_at = now() where id = $1", [world.open.id]);
    const attempt = addDependency(db, world.openTask, world.secretTask);
    expect(await codeOf(attempt)).toBe("project_archived");
  });
});

test("a task that waits no more is told of, on its own project's topic", async ({ db, world }) => {
  const { openTask, secretTask } = world;
  await addDependency(db, openTask, secretTask);
  const sent = await sentBy(db, () => setStatus(db, secretTask, "done"));
  expect(sent.map(({ topic, payload }) => [topic, payload.table, payload.id])).toEqual([
    [`org:${world.acme.id}`, "tasks", openTask.id],
    [`project:${world.secret.id}`, "tasks", secretTask.id],
  ]);
});

test("a new dependency is told with the id of the waiting task, which changed as well", async ({
  db,
  world,
}) => {
  const blocker = await createTask(db, world.open);
  const sent = await sentBy(db, () => addDependency(db, world.openTask, blocker));
  expect(sent.map(({ payload }) => [payload.table, payload.id]).sort()).toEqual([
    ["task_dependencies", world.openTask.id],
    ["tasks", world.openTask.id],
  ]);
});

import { describe, expect } from "vitest";
import { asUser, type Database } from "../helpers/database.ts";
import { codeOf } from "../helpers/outcomes.ts";
import { createTask, type Project } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";

function openWay(db: Database, project: Project, from: string, to: string): Promise<number> {
  return db.count(
    `insert into status_transitions (organization_id, project_id, from_status, to_status)
     values ($1, $2, $3, $4)`,
    [project.organization_id, project.id, from, to],
  );
}

function move(db: Database, id: string, status: string): Promise<number> {
  return db.count("update tasks set status = $2 where id = $1", [id, status]);
}

describe("a workflow", () => {
  test("without transitions lets a task go anywhere", async ({ db, world }) => {
    const { owner } = world.people;
    for (const status of ["done", "todo", "review", "in_progress"]) {
      expect(await asUser(db, owner, () => move(db, world.openTask.id, status))).toBe(1);
    }
  });

  test("with transitions lets a task go only along them", async ({ db, world }) => {
    const { owner } = world.people;
    await openWay(db, world.open, "todo", "in_progress");
    const skip = asUser(db, owner, () => move(db, world.openTask.id, "done"));
    expect(await codeOf(skip)).toBe("transition_not_allowed");
    expect(await asUser(db, owner, () => move(db, world.openTask.id, "in_progress"))).toBe(1);
    const back = asUser(db, owner, () => move(db, world.openTask.id, "todo"));
    expect(await codeOf(back)).toBe("transition_not_allowed");
  });

  test("says which ways are open", async ({ db, world }) => {
    await openWay(db, world.open, "todo", "in_progress");
    const attempt = asUser(db, world.people.owner, () => move(db, world.openTask.id, "done"));
    await expect(attempt).rejects.toThrow("Allowed: in_progress.");
  });

  test("of one project does not bind another", async ({ db, world }) => {
    await openWay(db, world.secret, "todo", "in_progress");
    expect(await asUser(db, world.people.owner, () => move(db, world.openTask.id, "done"))).toBe(1);
  });

  test("knows only the project's own statuses", async ({ db, world }) => {
    const attempt = asUser(db, world.people.owner, () => move(db, world.openTask.id, "nowhere"));
    expect(await codeOf(attempt)).toBe("23503");
  });

  test("keeps a status that tasks are in", async ({ db, world }) => {
    const attempt = asUser(db, world.people.owner, () =>
      db.count("delete from project_statuses where project_id = $1 and key = 'todo'", [
        world.open.id,
      ]),
    );
    expect(await codeOf(attempt)).toBe("23503");
  });
});

describe("the moment of completion", () => {
  const completed = (db: Database, id: string) =>
    db.one("select completed_at is not null as done from tasks where id = $1", [id]);

  test("is set in a finished status and cleared outside", async ({ db, world }) => {
    const { id } = world.openTask;
    await move(db, id, "done");
    expect(await completed(db, id)).toEqual({ done: true });
    await move(db, id, "review");
    expect(await completed(db, id)).toEqual({ done: false });
  });

  test("is set for a task that is born finished", async ({ db, world }) => {
    const task = await createTask(db, world.open, { status: "done" });
    expect(await completed(db, task.id)).toEqual({ done: true });
  });

  test("follows the category of a status", async ({ db, world }) => {
    const { id } = world.openTask;
    const categorize = (category: string) =>
      asUser(db, world.people.manager, () =>
        db.count(
          "update project_statuses set category = $2 where project_id = $1 and key = 'todo'",
          [world.open.id, category],
        ),
      );
    await categorize("done");
    expect(await completed(db, id)).toEqual({ done: true });
    await categorize("in_progress");
    expect(await completed(db, id)).toEqual({ done: false });
  });
});

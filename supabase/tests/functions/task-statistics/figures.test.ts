import { describe, expect } from "vitest";
import { asService, asUser, type Database } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";
import { codeOf } from "../../helpers/outcomes.ts";
import { createTask } from "../../helpers/rows.ts";
import { statisticsFor } from "../../helpers/statistics.ts";
import { test } from "../../helpers/test.ts";
import type { World } from "../../helpers/world.ts";

everybody("asks for the statistics of tasks", {
  allowed: ["owner", "admin", "manager", "member", "viewer"],
  act: (db, { acme }) => db.count("select task_statistics($1)", [acme.id]),
});

/** An open task that is due so many days from the organization's today. */
async function due(db: Database, { open, acme }: World, days: number, status = "todo") {
  const task = await createTask(db, open, { status });
  await asService(db, () =>
    db.count(
      `update tasks set due_date = (now() at time zone timezone)::date + $2::int
       from organizations where organizations.id = $3 and tasks.id = $1`,
      [task.id, days, acme.id],
    ),
  );
}

describe("task_statistics", () => {
  test("of an organization without tasks is nothing", async ({ db, world }) => {
    const { acme, people } = world;
    await db.count("delete from tasks where organization_id = $1", [acme.id]);
    expect(await statisticsFor(db, people.owner, acme)).toEqual({
      total: 0,
      open: 0,
      completed: 0,
      overdue: 0,
      due_soon: 0,
      unassigned: 0,
      by_status: [],
      by_project: [],
      by_assignee: [],
      by_priority: [],
    });
  });

  test("counts by status, project, assignee and priority", async ({ db, world }) => {
    const { acme, open, people } = world;
    await createTask(db, open, { status: "done", assignee: people.member });
    await createTask(db, open, { status: "in_progress", assignee: people.member });
    await db.count(
      "update tasks set priority = 'high' where organization_id = $1 and status = 'done'",
      [acme.id],
    );
    expect(await statisticsFor(db, people.viewer, acme)).toEqual({
      total: 3,
      open: 2,
      completed: 1,
      overdue: 0,
      due_soon: 0,
      unassigned: 1,
      by_status: [
        { status: "done", category: "done", name: "Done", total: 1 },
        { status: "in_progress", category: "in_progress", name: "In progress", total: 1 },
        { status: "todo", category: "todo", name: "To do", total: 1 },
      ],
      by_project: [{ project_id: open.id, total: 3, open: 2, completed: 1 }],
      by_assignee: [
        { assignee_id: people.member.id, total: 2, open: 1, completed: 1 },
        { assignee_id: null, total: 1, open: 1, completed: 0 },
      ],
      by_priority: [
        { priority: "high", total: 1, open: 0, completed: 1 },
        { priority: "none", total: 2, open: 2, completed: 0 },
      ],
    });
  });

  test("knows what is late and what is due soon", async ({ db, world }) => {
    const { acme, people } = world;
    for (const days of [-30, -1, 0, 7, 8]) await due(db, world, days);
    await due(db, world, -1, "done");
    const { overdue, due_soon } = await statisticsFor(db, people.member, acme);
    expect({ overdue, due_soon }).toEqual({ overdue: 2, due_soon: 2 });
  });

  test.for([
    // The last moment of the day in Auckland is still the morning of it in Greenwich.
    ["Pacific/Auckland", "2026-06-10 11:59Z", 0],
    ["Pacific/Auckland", "2026-06-10 12:01Z", 1],
    ["America/New_York", "2026-06-11 03:59Z", 0],
    ["America/New_York", "2026-06-11 04:01Z", 1],
  ] as const)("in %s at %s finds %i overdue of 10 June", async (given, { db, world }) => {
    const [timezone, asOf, overdue] = given;
    const { acme, openTask, people } = world;
    await asService(db, async () => {
      await db.count("update organizations set timezone = $2 where id = $1", [acme.id, timezone]);
      await db.count("update tasks set due_date = '2026-06-10' where id = $1", [openTask.id]);
    });
    const answer = await asUser(db, people.member, () =>
      db.one("select overdue::int from task_statistics($1, $2)", [acme.id, asOf]),
    );
    expect(answer).toEqual({ overdue });
  });

  test("tells nobody of a private project", async ({ db, world }) => {
    const { acme, secret, insider, people } = world;
    for (const status of ["todo", "done"]) {
      const task = await createTask(db, secret, { status, assignee: insider });
      await asService(db, () =>
        db.count(
          "update tasks set due_date = current_date - 9, priority = 'urgent' where id = $1",
          [task.id],
        ),
      );
    }
    const member = await statisticsFor(db, people.member, acme);
    expect(member).toMatchObject({ total: 1, overdue: 0 });
    expect(JSON.stringify(member)).not.toContain(secret.id);
    expect(JSON.stringify(member)).not.toContain(insider.id);
    expect(await statisticsFor(db, insider, acme)).toMatchObject({ total: 4, overdue: 1 });
    expect(await statisticsFor(db, people.admin, acme)).toMatchObject({ total: 4, overdue: 1 });
  });

  test("leaves out what is archived, and takes it back with it", async ({ db, world }) => {
    const { acme, open, openTask, people } = world;
    await createTask(db, open);
    const total = async () => (await statisticsFor(db, people.member, acme)).total;
    const change = (sql: string, id: string) => asService(db, () => db.count(sql, [id]));
    expect(await total()).toBe(2);
    await change("update tasks set archived_at = now() where id = $1", openTask.id);
    expect(await total()).toBe(1);
    await change("update projects set archived_at = now() where id = $1", open.id);
    expect(await total()).toBe(0);
    await change("update projects set archived_at = null where id = $1", open.id);
    await change("update tasks set archived_at = null where id = $1", openTask.id);
    expect(await total()).toBe(2);
  });

  test("is refused to a role that may not read tasks", async ({ db, world }) => {
    const { acme, people } = world;
    await asService(db, () =>
      db.count(
        `delete from role_permissions
         where organization_id = $1 and role = 'viewer' and permission = 'tasks.read'`,
        [acme.id],
      ),
    );
    expect(await codeOf(statisticsFor(db, people.viewer, acme))).toBe("organization_not_found");
  });
});

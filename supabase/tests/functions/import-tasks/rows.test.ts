import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { asService, asUser, type Database } from "../../helpers/database.ts";
import { codeOf } from "../../helpers/outcomes.ts";
import {
  createLabel,
  createMember,
  createOrganization,
  createProject,
  type Project,
} from "../../helpers/rows.ts";
import { test } from "../../helpers/test.ts";
import { type Actor, asActor, type World } from "../../helpers/world.ts";

interface Result {
  row_number: number;
  task_id: string | null;
  number: number | null;
  code: string | null;
  message: string | null;
  details: string | null;
}

function importTasks(
  db: Database,
  project: Project,
  rows: unknown,
  options: { dryRun?: boolean; importId?: string } = {},
) {
  return db.all<Result & Record<string, unknown>>(
    "select * from import_tasks($1, $2, $3::jsonb, $4, $5)",
    [
      project.organization_id,
      project.id,
      JSON.stringify(rows),
      options.dryRun ?? false,
      options.importId ?? null,
    ],
  );
}

function importAs(
  db: Database,
  world: World,
  actor: Actor,
  rows: unknown,
  options: { dryRun?: boolean; importId?: string } = {},
) {
  return asActor(db, world, actor, (own) => importTasks(own, world.open, rows, options));
}

function titles(db: Database, project: Project) {
  return asService(db, async () => {
    const rows = await db.all<{ title: string }>(
      "select title from tasks where project_id = $1 order by number",
      [project.id],
    );
    return rows.map((row) => row.title);
  });
}

const good = { row_number: 1, title: "Good" };

describe("rows that are all right", () => {
  test("become tasks in their order, with all that they say", async ({ db, world }) => {
    const label = await createLabel(db, world.acme, "Imported");
    const results = await importAs(db, world, "member", [
      {
        row_number: 2,
        title: "  Second  ",
        description: "Long",
        status: "review",
        priority: "high",
        assignee_id: world.people.manager.id,
        start_date: "2026-01-01",
        due_date: "2026-02-01",
        estimate_minutes: 90,
        label_ids: [label.id, label.id],
      },
      { row_number: 7, title: "Seventh" },
    ]);
    expect(results.map((row) => [row.row_number, row.code])).toEqual([
      [2, null],
      [7, null],
    ]);
    const task = await asService(db, () =>
      db.one(
        `select title, description, status, priority, assignee_id, start_date::text,
           due_date::text, estimate_minutes, reporter_id,
           (select array_agg(label_id) from task_labels where task_id = tasks.id) as labels
         from tasks where id = $1`,
        [results[0]?.task_id],
      ),
    );
    expect(task).toEqual({
      title: "Second",
      description: "Long",
      status: "review",
      priority: "high",
      assignee_id: world.people.manager.id,
      start_date: "2026-01-01",
      due_date: "2026-02-01",
      estimate_minutes: 90,
      reporter_id: world.people.member.id,
      labels: [label.id],
    });
  });
});

describe("rows that are refused", () => {
  const bad = [
    [{ row_number: 2 }, "23502"],
    [{ row_number: 2, title: "" }, "23514"],
    [{ row_number: 2, title: "X", status: "nowhere" }, "23503"],
    [{ row_number: 2, title: "X", priority: "extreme" }, "23514"],
    [{ row_number: 2, title: "X", due_date: "yesterday-ish" }, "22007"],
    [{ row_number: 2, title: "X", due_date: "2026-02-30" }, "22008"],
    [{ row_number: 2, title: "X", start_date: "2026-02-02", due_date: "2026-02-01" }, "23514"],
    [{ row_number: 2, title: "X", estimate_minutes: -1 }, "23514"],
    [{ row_number: 2, title: "X", estimate_minutes: "much" }, "22P02"],
    [{ row_number: 2, title: "X", assignee_id: "nobody" }, "22P02"],
    [{ row_number: 2, title: "X", assignee_id: randomUUID() }, "23503"],
    [{ row_number: 2, title: "X", label_ids: [randomUUID()] }, "23503"],
    [{ row_number: 2, title: "X", label_ids: ["x"] }, "22P02"],
  ] as const;

  test.for(bad)("%j says why, and holds up no other", async ([row, code], { db, world }) => {
    const results = await importAs(db, world, "member", [good, row, { row_number: 3, title: "Z" }]);
    expect(results.map((result) => result.code)).toEqual([null, code, null]);
    expect(results[1]?.message).toBeTruthy();
    expect(results[1]?.task_id).toBeNull();
    expect(await titles(db, world.open)).toEqual(["Open task", "Good", "Z"]);
  });

  test("name a rule of our own by its code", async ({ db, world }) => {
    const [result] = await importAs(db, world, "member", [
      { ...good, assignee_id: world.people.suspended.id },
    ]);
    expect(result?.code).toBe("assignee_not_active");
    expect(result?.message).not.toContain("{");
  });

  test("begin where the plan ends", async ({ db }) => {
    const small = await createOrganization(db, { plan: "free" });
    const owner = await createMember(db, small, "owner");
    const project = await createProject(db, small);
    const rows = Array.from({ length: 12 }, (_, at) => ({ row_number: at, title: `Task ${at}` }));
    const results = await asUser(db, owner, (own) => importTasks(own, project, rows));
    expect(results.filter((row) => row.task_id)).toHaveLength(10);
    expect(results.slice(10).map((row) => row.code)).toEqual([
      "plan_limit_reached",
      "plan_limit_reached",
    ]);
    expect(await titles(db, project)).toHaveLength(10);
  });
});

describe("a dry run", () => {
  test("tells what would be refused, and changes nothing", async ({ db, world }) => {
    const results = await importAs(db, world, "member", [good, { row_number: 2, title: "" }], {
      dryRun: true,
    });
    expect(results.map((row) => [row.code, row.task_id])).toEqual([
      [null, null],
      ["23514", null],
    ]);
    expect(await titles(db, world.open)).toEqual(["Open task"]);
  });
});

describe("an import that is sent again", () => {
  test("creates nothing twice, and answers the same", async ({ db, world }) => {
    const importId = randomUUID();
    const rows = [good, { row_number: 2, title: "Other" }];
    const first = await importAs(db, world, "member", rows, { importId });
    const second = await importAs(db, world, "member", [...rows, { row_number: 3, title: "New" }], {
      importId,
    });
    expect(second.slice(0, 2)).toEqual(first);
    expect(await titles(db, world.open)).toEqual(["Open task", "Good", "Other", "New"]);
  });

  test("by somebody else is another import", async ({ db, world }) => {
    const importId = randomUUID();
    await importAs(db, world, "member", [good], { importId });
    await importAs(db, world, "manager", [good], { importId });
    expect(await titles(db, world.open)).toEqual(["Open task", "Good", "Good"]);
  });
});

describe("a call that makes no sense", () => {
  test.for([
    null,
    {},
    [],
    ["x"],
    [{ title: "No number" }],
    [{ row_number: "1", title: "X" }],
    [{ row_number: 1.5, title: "X" }],
    [{ row_number: -1, title: "X" }],
    [good, good],
    Array.from({ length: 501 }, (_, at) => ({ row_number: at, title: "X" })),
  ])("is refused: %j", async (rows, { db, world }) => {
    expect(await codeOf(importAs(db, world, "member", rows))).toBe("import_rows_invalid");
  });
});

describe("who may not create tasks", () => {
  test.for(["viewer", "stranger", "suspended", "anon"] as const)(
    "%s cannot import any",
    async (actor, { db, world }) => {
      const code = await codeOf(importAs(db, world, actor, [good]));
      expect(["permission_missing", "42501"]).toContain(code);
      expect(await titles(db, world.open)).toEqual(["Open task"]);
    },
  );

  test("hears of a hidden project what a missing one would say", async ({ db, world }) => {
    for (const project of [world.secret, { ...world.open, id: randomUUID() }, world.foreign]) {
      const attempt = asActor(db, world, "manager", (own) =>
        importTasks(own, { ...project, organization_id: world.acme.id }, [good]),
      );
      expect(await codeOf(attempt)).toBe("project_not_found");
    }
  });
});

import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { taskFilterSchema } from "@flowdesk/types/task-filters";
import { describe, expect } from "vitest";
import { asUser, type Database } from "./helpers/database.ts";
import { test } from "./helpers/test.ts";

const seed = await readFile(join(dirname(import.meta.dirname), "seed.sql"), "utf8");

/** The demo's own rows: their ids are fixed. */
const rows = {
  profiles: "select * from profiles where id::text like '0a000000-%' order by id",
  organizations: "select * from organizations where id::text like '0b000000-%' order by id",
  memberships:
    "select * from memberships where organization_id::text like '0b000000-%' order by 1, 2",
  roles: "select * from roles where organization_id::text like '0b000000-%' order by 1, 2",
  projects: "select * from projects where id::text like '0c000000-%' order by id",
  projectMembers:
    "select * from project_members where project_id::text like '0c000000-%' order by 1, 2, 3",
  statuses: "select * from project_statuses where project_id::text like '0c000000-%' order by id",
  clients: "select * from clients where id::text like '0e000000-%' order by id",
  contacts: "select * from client_contacts where id::text like '0e100000-%' order by id",
  labels: "select * from labels where id::text like '0f000000-%' order by id",
  taskLabels: "select * from task_labels where task_id::text like '0d000000-%' order by 1, 2, 3, 4",
  dependencies:
    "select * from task_dependencies where task_id::text like '0d000000-%' order by 1, 2, 3, 5",
  watchers: "select * from task_watchers where task_id::text like '0d000000-%' order by 1, 3, 4",
  views: "select * from saved_views where id::text like '0f100000-%' order by id",
  comments: "select * from comments where id::text like '0d100000-%' order by id",
  formerTexts:
    "select * from comment_revisions where comment_id::text like '0d100000-%' order by 4, 5",
  mentions: "select * from comment_mentions where comment_id::text like '0d100000-%' order by 4, 5",
  tasks: "select * from tasks where id::text like '0d000000-%' order by id",
  time: "select * from time_entries where id::text like '0e200000-%' order by id",
  rates: "select * from rates where id::text like '0e300000-%' order by id",
  budgets: "select * from project_budgets where project_id::text like '0c000000-%' order by 1, 2",
};

async function readDemo(db: Database): Promise<Record<string, Record<string, unknown>[]>> {
  const demo: Record<string, Record<string, unknown>[]> = {};
  for (const [name, sql] of Object.entries(rows)) demo[name] = await db.all(sql);
  return demo;
}

describe("the demo", () => {
  test("can be laid down twice, and the second time changes nothing", async ({ db }) => {
    await db.all(seed);
    const before = await readDemo(db);
    await db.all(seed);
    expect(await readDemo(db)).toEqual(before);
  });

  test("has three organizations, every role, a private project and all statuses", async ({
    db,
  }) => {
    await db.all(seed);
    const demo = await readDemo(db);
    const { organizations, memberships, projects, tasks, clients, labels, taskLabels, views } =
      demo;
    const distinct = (list: Record<string, unknown>[] | undefined, column: string) =>
      new Set(list?.map((row) => row[column]));
    expect(organizations).toHaveLength(3);
    expect(distinct(memberships, "role").size).toBe(5);
    expect(distinct(projects, "visibility")).toEqual(new Set(["organization", "private"]));
    expect(distinct(tasks, "status").size).toBe(4);
    expect(tasks).toHaveLength(40);
    expect(labels).toHaveLength(10);
    expect(taskLabels?.length).toBeGreaterThan(30);
    expect(distinct(tasks, "open_blockers").size).toBeGreaterThan(2);
    expect(distinct(views, "layout").size).toBe(3);
    for (const { query } of views ?? []) taskFilterSchema.parse(query);
    expect(demo.comments).toHaveLength(23);
    expect(demo.mentions).toHaveLength(11);
    expect(demo.formerTexts).toHaveLength(1);
    expect(distinct(clients, "organization_id").size).toBe(3);
    expect(distinct(projects, "client_id").size).toBeGreaterThan(3);
  });

  test("has a year of time, every working person's, most of it billable", async ({ db }) => {
    await db.all(seed);
    const booked = await db.one<Record<string, number>>(
      `select count(distinct user_id)::int as people,
              count(distinct date_trunc('month', started_at))::int as months,
              round(avg(is_billable::int), 1)::float as billable,
              round(sum(extract(epoch from ended_at - started_at)) / 3600 / 9 / 48)::int as weekly
       from time_entries where id::text like '0e200000-%'`,
    );
    expect(booked.people).toBe(9);
    expect(booked.months).toBeGreaterThanOrEqual(12);
    expect(booked.billable).toBeGreaterThan(0.5);
    // Hours that a week is worked, on average.
    expect(booked.weekly).toBeGreaterThan(15);
    expect(booked.weekly).toBeLessThan(40);
  });

  test("shows each person their own organizations", async ({ db }) => {
    await db.all(seed);
    const clara = await db.one<{ id: string; email: string }>(
      "select id, email from auth.users where email = 'clara@lumen.example'",
    );
    const names = await asUser(db, clara, () =>
      db.all("select name from organizations order by name"),
    );
    expect(names).toEqual([{ name: "Harbour & Pine" }, { name: "Lumen Studio" }]);
  });
});

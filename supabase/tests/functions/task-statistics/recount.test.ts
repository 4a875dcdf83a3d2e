import { taskPriorities } from "@flowdesk/types/tasks";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { committed } from "../../helpers/crossing.ts";
import { connect, type Database, type User } from "../../helpers/database.ts";
import { codeOf } from "../../helpers/outcomes.ts";
import { createMember, createOrganization, createProject } from "../../helpers/rows.ts";
import { recountFor, statisticsFor } from "../../helpers/statistics.ts";

interface Scene {
  organization: string;
  projects: string[];
  people: string[];
}

/** One statement on the scene's rows; `a` and `b` choose among what is there. */
type Step = (db: Database, scene: Scene, a: number, b: number) => Promise<unknown>;

const at = <Item>(items: readonly Item[], index: number) => items[index % items.length];
const statuses = ["todo", "in_progress", "review", "done", "extra"];

/** Of all tasks of a project, about every third, chosen by `b`. */
const SOME = "project_id = $1 and (number + $2) % 3 = 0";

const steps: Record<string, Step> = {
  insert: (db, { organization, projects, people }, a, b) =>
    db.count(
      `insert into tasks (organization_id, project_id, title, status, priority, assignee_id)
       values ($1, $2, 'Task', $3, $4, $5)`,
      [
        organization,
        at(projects, a),
        at(statuses, b),
        at(taskPriorities, a + b),
        at([...people, null], b),
      ],
    ),
  insertMany: (db, { organization, projects, people }, a, b) =>
    db.count(
      `insert into tasks
         (organization_id, project_id, title, status, assignee_id, due_date, archived_at)
       select $1, ($2::uuid[])[1 + n % $3::int], 'Task', ($4::text[])[1 + n % 4],
         ($5::uuid[])[1 + n % 4], current_date + n - 9, case when n % 7 = 0 then now() end
       from generate_series(1, $6::int) as n`,
      [organization, projects, projects.length, statuses, people, 5 + ((a + b) % 20)],
    ),
  move: (db, { projects }, a, b) =>
    db.count(`update tasks set status = $3 where ${SOME}`, [at(projects, a), b, at(statuses, b)]),
  assign: (db, { projects, people }, a, b) =>
    db.count(`update tasks set assignee_id = $3 where ${SOME}`, [
      at(projects, a),
      b,
      at([...people, null], a + b),
    ]),
  rank: (db, { projects }, a, b) =>
    db.count(`update tasks set priority = $3, title = 'Ranked' where ${SOME}`, [
      at(projects, a),
      b,
      at(taskPriorities, b),
    ]),
  archive: (db, { projects }, a, b) =>
    db.count(
      `update tasks set archived_at = case when archived_at is null then now() end where ${SOME}`,
      [at(projects, a), b],
    ),
  remove: (db, { projects }, a, b) =>
    db.count(`delete from tasks where ${SOME}`, [at(projects, a), b]),
  exchange: (db, { projects, people }, a) =>
    db.count(
      `update tasks set assignee_id = case when assignee_id = $2 then $3::uuid else $2::uuid end
       where project_id = $1`,
      [at(projects, a), at(people, 0), at(people, 1)],
    ),
  archiveProject: (db, { projects }, a) =>
    db.count(
      "update projects set archived_at = case when archived_at is null then now() end where id = $1",
      [at(projects, a)],
    ),
  removeProject: (db, { projects }, a) =>
    db.count("delete from projects where id = $1", [at(projects, a)]),
  recategorize: (db, { projects }, a, b) =>
    db.count(
      `update project_statuses set name = 'Named ' || $2::int, category = $3
       where project_id = $1 and key = 'review'`,
      [at(projects, a), b, at(["todo", "in_progress", "done"], b)],
    ),
  removeMember: (db, { organization, people }, a) =>
    db.count("delete from memberships where organization_id = $1 and user_id = $2", [
      organization,
      at(people, a),
    ]),
  fold: (db) => db.one("select private.fold_task_counts()"),
};

/** Two open projects and a private one, with a status of their own; people who come and go, and readers. */
async function createScene(db: Database) {
  return committed(db, async () => {
    const organization = await createOrganization(db);
    const insider = await createMember(db, organization, "manager");
    const readers = [
      await createMember(db, organization, "owner"),
      await createMember(db, organization, "viewer"),
      insider,
    ];
    const people: string[] = [];
    for (let n = 0; n < 4; n++) people.push((await createMember(db, organization, "admin")).id);
    const projects: string[] = [];
    for (const visibility of ["organization", "organization", "private"]) {
      const { id } = await createProject(db, organization, {
        visibility,
        members: visibility === "private" ? [insider] : [],
      });
      await db.count(
        `insert into project_statuses (organization_id, project_id, key, name, category, position)
         values ($1, $2, 'extra', 'Extra', 'done', 'a9')`,
        [organization.id, id],
      );
      projects.push(id);
    }
    const scene = { organization: organization.id, projects, people };
    await steps.insertMany?.(db, scene, 9, 10);
    return { organization, readers, scene };
  });
}

async function expectRecount(
  db: Database,
  organization: { id: string },
  readers: readonly User[],
): Promise<void> {
  await db.all("begin isolation level repeatable read");
  try {
    for (const reader of readers) {
      const counted = await recountFor(db, reader, organization);
      expect(await statisticsFor(db, reader, organization)).toEqual(counted);
    }
  } finally {
    await db.all("rollback");
  }
}

/** What takes everything away comes seldom, or little would be left to count. */
const rare = ["removeProject", "removeMember"];
const names = Object.keys(steps).flatMap((name) =>
  Array<string>(rare.includes(name) ? 1 : 5).fill(name),
);

const plan = (length: number) =>
  fc.array(fc.tuple(fc.constantFrom(...names), fc.nat(97), fc.nat(97)), {
    minLength: length,
    maxLength: length,
  });

describe("task_statistics equals a recount by each reader", () => {
  test("after any statements, one after the other", { timeout: 60_000 }, async () => {
    await using db = await connect();
    await fc.assert(
      fc.asyncProperty(plan(30), async (calls) => {
        const { organization, readers, scene } = await createScene(db);
        for (const [index, [name, a, b]] of calls.entries()) {
          // Refusals are the other rules' business; they change nothing here either.
          await codeOf(committed(db, async () => steps[name]?.(db, scene, a, b)));
          if (index % 6 === 5) await expectRecount(db, organization, readers);
        }
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });

  test("after statements on several connections at once", { timeout: 60_000 }, async () => {
    await using db = await connect();
    await fc.assert(
      fc.asyncProperty(fc.array(plan(8), { minLength: 3, maxLength: 3 }), async (lanes) => {
        const { organization, readers, scene } = await createScene(db);
        await Promise.all(
          lanes.map(async (calls) => {
            await using on = await connect();
            for (const [name, a, b] of calls) {
              await codeOf(committed(on, async () => steps[name]?.(on, scene, a, b)));
            }
          }),
        );
        await expectRecount(db, organization, readers);
        await db.one("select private.fold_task_counts()");
        await expectRecount(db, organization, readers);
      }),
      // Who locks each other up waits a second for the database to notice.
      { numRuns: 2, endOnFailure: true },
    );
  });

  test("and what is folded is gone with its project", async () => {
    await using db = await connect();
    const { organization } = await createScene(db);
    await db.one("select private.fold_task_counts()");
    await db.count("delete from organizations where id = $1", [organization.id]);
    await db.one("select private.fold_task_counts()");
    const left = await db.count("select from private.task_counts where organization_id = $1", [
      organization.id,
    ]);
    expect(left).toBe(0);
  });
});

test("writers of the same count do not wait for each other", async () => {
  await using db = await connect();
  await using other = await connect();
  const { organization, readers, scene } = await createScene(db);
  const { projects } = scene;
  const move = (on: Database, rest: number) =>
    on.count(
      "update tasks set status = 'review' where project_id = $1 and status = 'todo' and number % 2 = $2",
      [projects[0], rest],
    );
  await db.all("begin");
  await move(db, 0);
  // Ends although the first has not.
  await committed(other, () => move(other, 1));
  await db.all("commit");
  await expectRecount(db, organization, readers);
});

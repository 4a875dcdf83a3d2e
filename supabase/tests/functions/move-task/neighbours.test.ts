import { describe, expect } from "vitest";
import { asService, asUser, type Database } from "../../helpers/database.ts";
import { codeOf } from "../../helpers/outcomes.ts";
import { createTask, type Task } from "../../helpers/rows.ts";
import { test } from "../../helpers/test.ts";
import type { World } from "../../helpers/world.ts";

/** Four tasks of a column, in their order. */
async function createColumn(db: Database, { open }: World): Promise<[Task, Task, Task, Task]> {
  const add = (title: string) => createTask(db, open, { title, status: "review" });
  return [await add("a"), await add("b"), await add("c"), await add("d")];
}

async function columnOf(db: Database, { open }: World, status = "review"): Promise<string> {
  const rows = await db.all<{ title: string }>(
    "select title from tasks where project_id = $1 and status = $2 order by position, id",
    [open.id, status],
  );
  return rows.map(({ title }) => title).join(" ");
}

interface Move {
  status?: string;
  before?: Task;
  after?: Task;
  version?: number;
}

const move = (db: Database, world: World, task: Task, to: Move = {}) =>
  asUser(db, world.people.manager, () =>
    db.one<{ status: string; version: number }>(
      "select * from move_task($1, $2, before_id => $3, after_id => $4, version => $5)",
      [task.id, to.status ?? null, to.before?.id ?? null, to.after?.id ?? null, to.version ?? null],
    ),
  );

describe("a moved task stands", () => {
  test("directly after its neighbour", async ({ db, world }) => {
    const [a, , , d] = await createColumn(db, world);
    await move(db, world, d, { after: a });
    expect(await columnOf(db, world)).toBe("a d b c");
  });

  test("directly before its neighbour, at the top too", async ({ db, world }) => {
    const [a, b, c, d] = await createColumn(db, world);
    await move(db, world, d, { before: c });
    expect(await columnOf(db, world)).toBe("a b d c");
    await move(db, world, b, { before: a });
    expect(await columnOf(db, world)).toBe("b a d c");
  });

  test("at the end without neighbours, in another column too", async ({ db, world }) => {
    const [a, b] = await createColumn(db, world);
    await move(db, world, a);
    expect(await columnOf(db, world)).toBe("b c d a");
    expect(await move(db, world, b, { status: "done" })).toMatchObject({ status: "done" });
    await move(db, world, a, { status: "done" });
    expect(await columnOf(db, world, "done")).toBe("b a");
  });

  test("after the one neighbour although something came between the two", async ({ db, world }) => {
    const [a, b, c, d] = await createColumn(db, world);
    await move(db, world, d, { after: a, before: b });
    await move(db, world, c, { after: a, before: b });
    expect(await columnOf(db, world)).toBe("a c d b");
  });

  test("beside the neighbour that is left when the other has gone", async ({ db, world }) => {
    const [a, b, , d] = await createColumn(db, world);
    await move(db, world, a, { status: "done" });
    await move(db, world, d, { after: a, before: b });
    expect(await columnOf(db, world)).toBe("d b c");
    await move(db, world, b, { status: "done" });
    await move(db, world, d, { after: a, before: b });
    expect(await columnOf(db, world)).toBe("c d");
  });

  test("behind those that share one position, for nothing fits between", async ({ db, world }) => {
    const [a, b, c, d] = await createColumn(db, world);
    await db.count("update tasks set position = $2 where id = $1", [b.id, a.position]);
    await move(db, world, d, { after: a });
    expect(await columnOf(db, world)).toBe("a b d c");
    await move(db, world, c, { before: a });
    expect(await columnOf(db, world)).toBe("c a b d");
  });

  test("where it is put a hundred times over", async ({ db, world }) => {
    const [a, , c, d] = await createColumn(db, world);
    for (let round = 0; round < 50; round++) {
      await move(db, world, c, { after: a });
      await move(db, world, d, { after: a });
    }
    expect(await columnOf(db, world)).toBe("a d c b");
  });
});

describe("a move", () => {
  test("counts as one change and names the version it knows", async ({ db, world }) => {
    const [a] = await createColumn(db, world);
    const moved = await move(db, world, a, { version: a.version });
    expect(moved.version).toBe(a.version + 1);
    expect(await codeOf(move(db, world, a, { version: a.version }))).toBe("version_conflict");
  });

  test("goes only along the project's ways", async ({ db, world }) => {
    const [a] = await createColumn(db, world);
    await asService(db, () =>
      db.count(
        `insert into status_transitions (organization_id, project_id, from_status, to_status)
         values ($1, $2, 'todo', 'review')`,
        [world.acme.id, world.open.id],
      ),
    );
    expect(await codeOf(move(db, world, a, { status: "done" }))).toBe("transition_not_allowed");
  });

  test("to a status that the project does not have is refused", async ({ db, world }) => {
    const [a] = await createColumn(db, world);
    expect(await codeOf(move(db, world, a, { status: "nowhere" }))).toBe("23503");
  });

  test("beyond a WIP limit is allowed: the board warns", async ({ db, world }) => {
    const [a] = await createColumn(db, world);
    await db.count("update project_statuses set wip_limit = 1 where project_id = $1", [
      world.open.id,
    ]);
    expect(await codeOf(move(db, world, a))).toBe("succeeded");
  });

  test("of somebody who may only look says so", async ({ db, world }) => {
    const attempt = asUser(db, world.people.viewer, () =>
      db.one("select move_task($1)", [world.openTask.id]),
    );
    expect(await codeOf(attempt)).toBe("permission_missing");
  });

  test("in an archived project or a suspended organization is refused", async ({ db, world }) => {
    const [a] = await createColumn(db, world);
    await db.count("update projects set archived_at = now() where id = $1", [world.open.id]);
    expect(await codeOf(move(db, world, a))).toBe("project_archived");
    await db.count("update projects set archived_at = null where id = $1", [world.open.id]);
    await db.count("update organizations set is_active = false where id = $1", [world.acme.id]);
    expect(await codeOf(move(db, world, a))).toBe("organization_suspended");
  });
});

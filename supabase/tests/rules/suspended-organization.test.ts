import { describe, expect } from "vitest";
import { asService, asUser, type Database } from "../helpers/database.ts";
import { codeOf, REFUSED } from "../helpers/outcomes.ts";
import { test } from "../helpers/test.ts";
import type { World } from "../helpers/world.ts";

function suspend(db: Database, world: World): Promise<number> {
  return asService(db, () =>
    db.count("update organizations set is_active = false where id = $1", [world.acme.id]),
  );
}

const writes: readonly [string, (world: World) => readonly unknown[]][] = [
  ["update organizations set name = 'X' where id = $1", (w) => [w.acme.id]],
  ["insert into projects (organization_id, name) values ($1, 'X')", (w) => [w.acme.id]],
  ["update projects set name = 'X' where id = $1", (w) => [w.open.id]],
  ["delete from projects where id = $1", (w) => [w.open.id]],
  [
    "insert into project_members (organization_id, project_id, user_id) values ($1, $2, $3)",
    (w) => [w.acme.id, w.open.id, w.people.viewer.id],
  ],
  ["delete from project_members where project_id = $1", (w) => [w.secret.id]],
  ["update project_statuses set name = 'X' where project_id = $1", (w) => [w.open.id]],
  ["delete from project_statuses where project_id = $1 and key = 'done'", (w) => [w.open.id]],
  [
    `insert into status_transitions (organization_id, project_id, from_status, to_status)
     values ($1, $2, 'todo', 'done')`,
    (w) => [w.acme.id, w.open.id],
  ],
  [
    "insert into tasks (organization_id, project_id, title) values ($1, $2, 'X')",
    (w) => [w.acme.id, w.open.id],
  ],
  ["update tasks set title = 'X' where id = $1", (w) => [w.openTask.id]],
  ["delete from tasks where id = $1", (w) => [w.openTask.id]],
  [
    "insert into comments (organization_id, task_id, body) values ($1, $2, 'X')",
    (w) => [w.acme.id, w.openTask.id],
  ],
  [
    "insert into attachments (organization_id, task_id, name, size_bytes) values ($1, $2, 'X', 1)",
    (w) => [w.acme.id, w.openTask.id],
  ],
];

describe("a suspended organization", () => {
  test.for(writes)("answers its owner's `%s`", async ([sql, values], { db, world }) => {
    await suspend(db, world);
    const attempt = asUser(db, world.people.owner, () => db.count(sql, values(world)));
    expect(await codeOf(attempt)).toBe("organization_suspended");
  });

  test("can still be read by its members", async ({ db, world }) => {
    await suspend(db, world);
    const seen = await asUser(db, world.people.viewer, () =>
      db.all(
        "select name, is_active, (select count(*)::int from tasks) as tasks from organizations",
      ),
    );
    expect(seen).toEqual([{ name: "Acme", is_active: false, tasks: 1 }]);
  });

  test("tells a stranger nothing of its state", async ({ db, world }) => {
    await suspend(db, world);
    const attempt = asUser(db, world.people.stranger, () =>
      db.count("insert into tasks (organization_id, project_id, title) values ($1, $2, 'X')", [
        world.acme.id,
        world.open.id,
      ]),
    );
    expect(await codeOf(attempt)).toBe(REFUSED);
  });

  test("is restored by an operator, and then works again", async ({ db, world }) => {
    await suspend(db, world);
    await asService(db, () =>
      db.count("update organizations set is_active = true where id = $1", [world.acme.id]),
    );
    const changed = await asUser(db, world.people.member, () =>
      db.count("insert into tasks (organization_id, project_id, title) values ($1, $2, 'X')", [
        world.acme.id,
        world.open.id,
      ]),
    );
    expect(changed).toBe(1);
  });

  test("loses a member whose account ends", async ({ db, world }) => {
    await suspend(db, world);
    expect(await db.count("delete from auth.users where id = $1", [world.people.member.id])).toBe(
      1,
    );
  });
});

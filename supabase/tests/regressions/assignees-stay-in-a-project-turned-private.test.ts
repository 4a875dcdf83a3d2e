import { expect } from "vitest";
import { asUser } from "../helpers/database.ts";
import { createTask } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";

test("who has open work in a project that turns private becomes a member of it", async ({
  db,
  world,
}) => {
  const { open, people } = world;
  const { manager, member, viewer, owner } = people;
  await createTask(db, open, { assignee: member });
  await createTask(db, open, { assignee: viewer, status: "done" });
  await asUser(db, manager, () =>
    db.count("update projects set visibility = 'private' where id = $1", [open.id]),
  );
  const inside = await db.all<{ user_id: string }>(
    "select user_id from project_members where project_id = $1",
    [open.id],
  );
  expect(new Set(inside.map(({ user_id }) => user_id))).toEqual(new Set([manager.id, member.id]));

  // Taken out of it again, they do not come back with the next change.
  await asUser(db, owner, async () => {
    await db.count("delete from project_members where user_id = $1", [member.id]);
    await db.count("update projects set name = 'Other' where id = $1", [open.id]);
  });
  const left = await db.count(
    "select from project_members where project_id = $1 and user_id = $2",
    [open.id, member.id],
  );
  expect(left).toBe(0);
});

import { expect } from "vitest";
import { asUser } from "../helpers/database.ts";
import { codeOf, REFUSED } from "../helpers/outcomes.ts";
import { createTask } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";

test("who is assigned a task of somebody else can hand it back, and not pass it on", async ({
  db,
  world,
}) => {
  const { member, viewer } = world.people;
  const task = await createTask(db, world.open, { reporter: world.insider, assignee: member });
  const assign = (to: string | null) =>
    codeOf(
      asUser(db, member, async () => {
        const reached = await db.count("update tasks set assignee_id = $2 where id = $1", [
          task.id,
          to,
        ]);
        expect(reached).toBe(1);
      }),
    );
  expect(await assign(viewer.id)).toBe(REFUSED);
  expect(await assign(null)).toBe("succeeded");
  const attempt = asUser(db, member, () =>
    db.count("update tasks set title = 'Mine' where id = $1", [task.id]),
  );
  expect(await attempt).toBe(0);
});

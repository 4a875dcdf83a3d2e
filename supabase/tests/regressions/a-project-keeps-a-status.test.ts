import { expect } from "vitest";
import { asUser } from "../helpers/database.ts";
import { codeOf } from "../helpers/outcomes.ts";
import { createProject } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";

test("the last status of a project is not deleted, one by one or all at once", async ({
  db,
  world,
}) => {
  const project = await createProject(db, world.acme);
  const remove = (which: string) =>
    codeOf(
      asUser(db, world.people.owner, () =>
        db.count(`delete from project_statuses where project_id = $1 and ${which}`, [project.id]),
      ),
    );
  expect(await remove("true")).toBe("last_status");
  expect(await remove("key <> 'done'")).toBe("succeeded");
  expect(await remove("key = 'done'")).toBe("last_status");
  expect(await db.count("delete from projects where id = $1", [project.id])).toBe(1);
});

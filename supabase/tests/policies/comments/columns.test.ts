import { expect } from "vitest";
import { asService, asUser } from "../../helpers/database.ts";
import { codeOf, REFUSED } from "../../helpers/outcomes.ts";
import { createComment } from "../../helpers/rows.ts";
import { test } from "../../helpers/test.ts";

test.for([
  "task_id = gen_random_uuid()",
  "author_id = auth.uid()",
  "edited_at = null",
  "created_at = now()",
  "version = 7",
])("an author cannot set %s", async (assignment, { db, world }) => {
  const { id } = await createComment(db, world.openTask, { author: world.people.owner });
  const attempt = asUser(db, world.people.owner, () =>
    db.count(`update comments set ${assignment} where id = $1`, [id]),
  );
  expect(await codeOf(attempt)).toBe(REFUSED);
});

test.for(["id", "author_id", "edited_at", "created_at", "version"])(
  "nobody chooses the %s of a new comment",
  async (column, { db, world }) => {
    const attempt = asUser(db, world.people.owner, () =>
      db.count(
        `insert into comments (organization_id, task_id, body, ${column})
         select organization_id, id, 'New', null from tasks where id = $1`,
        [world.openTask.id],
      ),
    );
    expect(await codeOf(attempt)).toBe(REFUSED);
  },
);

test("a comment's project is that of its task", async ({ db, world }) => {
  const { openTask, secret } = world;
  const insert = (projectId: string) =>
    asService(db, () =>
      db.count(
        `insert into comments (organization_id, project_id, task_id, body)
         values ($1, $2, $3, 'New')`,
        [openTask.organization_id, projectId, openTask.id],
      ),
    );
  expect(await codeOf(insert(openTask.project_id))).toBe("succeeded");
  expect(await codeOf(insert(secret.id))).toBe("23503");
});

test("a comment cannot stand on a task of another organization", async ({ db, world }) => {
  const { acme, foreignTask } = world;
  const insert = () =>
    db.count("insert into comments (organization_id, task_id, body) values ($1, $2, 'New')", [
      acme.id,
      foreignTask.id,
    ]);
  expect(await codeOf(asUser(db, world.people.owner, insert))).toBe(REFUSED);
  expect(await codeOf(asService(db, insert))).toBe("23502");
});

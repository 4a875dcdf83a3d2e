import { describe, expect } from "vitest";
import { asService, asUser } from "../../helpers/database.ts";
import { codeOf, REFUSED } from "../../helpers/outcomes.ts";
import { createAttachment, createComment, createTask } from "../../helpers/rows.ts";
import { test } from "../../helpers/test.ts";

test.for([
  "path = 'elsewhere'",
  "mime_type = 'text/html'",
  "size_bytes = 1",
  "uploaded_by = auth.uid()",
  "uploaded_at = now()",
  "task_id = gen_random_uuid()",
  "version = 7",
])("an owner cannot set %s", async (assignment, { db, world }) => {
  const { id } = await createAttachment(db, world.openTask, { uploader: world.people.owner });
  const attempt = asUser(db, world.people.owner, () =>
    db.count(`update attachments set ${assignment} where id = $1`, [id]),
  );
  expect(await codeOf(attempt)).toBe(REFUSED);
});

test.for(["id", "path", "uploaded_by", "uploaded_at", "created_at", "version"])(
  "nobody chooses the %s of a new file",
  async (column, { db, world }) => {
    const attempt = asUser(db, world.people.owner, () =>
      db.count(
        `insert into attachments (organization_id, task_id, name, size_bytes, ${column})
         select organization_id, id, 'New.txt', 1, null from tasks where id = $1`,
        [world.openTask.id],
      ),
    );
    expect(await codeOf(attempt)).toBe(REFUSED);
  },
);

describe("a file joins a comment", () => {
  test("of its own sender, when it is made or later", async ({ db, world }) => {
    const { member } = world.people;
    const comment = await createComment(db, world.openTask, { author: member });
    const file = await createAttachment(db, world.openTask, { uploader: member });
    const joined = await asUser(db, member, async () => [
      await db.count(
        `insert into attachments (organization_id, task_id, comment_id, name, size_bytes)
         values ($1, $2, $3, 'New.txt', 1)`,
        [comment.organization_id, comment.task_id, comment.id],
      ),
      await db.count("update attachments set comment_id = $2 where id = $1", [file.id, comment.id]),
    ]);
    expect(joined).toEqual([1, 1]);
  });

  test("but never somebody else's", async ({ db, world }) => {
    const { owner, member } = world.people;
    const comment = await createComment(db, world.openTask, { author: member });
    const file = await createAttachment(db, world.openTask, { uploader: owner });
    const update = () =>
      db.count("update attachments set comment_id = $2 where id = $1", [file.id, comment.id]);
    expect(await codeOf(asUser(db, owner, update))).toBe(REFUSED);
    const insert = () =>
      db.count(
        `insert into attachments (organization_id, task_id, comment_id, name, size_bytes)
         values ($1, $2, $3, 'New.txt', 1)`,
        [comment.organization_id, comment.task_id, comment.id],
      );
    expect(await codeOf(asUser(db, owner, insert))).toBe(REFUSED);
  });

  test("and only one on the same task, whoever writes", async ({ db, world }) => {
    const other = await createTask(db, world.open);
    const comment = await createComment(db, other);
    const file = await createAttachment(db, world.openTask);
    const attempt = asService(db, () =>
      db.count("update attachments set comment_id = $2 where id = $1", [file.id, comment.id]),
    );
    expect(await codeOf(attempt)).toBe("23503");
  });
});

import { buildMention } from "@flowdesk/types/comments";
import type { Database } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";
import { createComment, type Task } from "../../helpers/rows.ts";
import type { World } from "../../helpers/world.ts";

const readers = ["owner", "admin", "manager", "member", "viewer"] as const;

/** A comment that mentions its author and was edited once. */
async function editComment(db: Database, { insider }: World, task: Task): Promise<void> {
  const body = buildMention({ userId: insider.id, name: "Insider" });
  const { id } = await createComment(db, task, { author: insider, body });
  await db.count("update comments set body = body || ' again' where id = $1", [id]);
}

for (const table of ["comment_revisions", "comment_mentions"]) {
  everybody(`reads the ${table} of an open project's comments`, {
    allowed: readers,
    given: (db, world) => editComment(db, world, world.openTask),
    act: (db, { openTask }) => db.count(`select from ${table} where task_id = $1`, [openTask.id]),
  });

  everybody(`reads the ${table} of a private project's comments without being in it`, {
    allowed: ["owner", "admin"],
    given: (db, world) => editComment(db, world, world.secretTask),
    act: (db, { secretTask }) =>
      db.count(`select from ${table} where task_id = $1`, [secretTask.id]),
  });
}

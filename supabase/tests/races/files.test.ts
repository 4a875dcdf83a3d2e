import { describe, expect, test } from "vitest";
import { committed, crossing } from "../helpers/crossing.ts";
import { asUser, connect, type Database } from "../helpers/database.ts";
import {
  type Attachment,
  createAttachment,
  createComment,
  createMember,
  createOrganization,
  createProject,
  createTask,
} from "../helpers/rows.ts";

async function createScene() {
  await using db = await connect();
  return await committed(db, async () => {
    const acme = await createOrganization(db);
    const member = await createMember(db, acme, "member");
    const task = await createTask(db, await createProject(db, acme));
    const file = await createAttachment(db, task, { uploader: member, isAwaited: true });
    const comment = await createComment(db, task, { author: member, body: "One" });
    return { member, task, file, comment };
  });
}

/** The row that Storage writes when it has the bytes; hosted's takes the place of an earlier one. */
const store = (file: Attachment) => (on: Database) =>
  on.count(
    `insert into storage.objects (bucket_id, name, version, metadata)
     values ('attachments', $1, gen_random_uuid(), '{"size": 4, "mimetype": "text/plain"}')
     on conflict (bucket_id, name) do update
     set version = excluded.version, metadata = excluded.metadata`,
    [file.path],
  );

const remove = (file: Attachment) => (on: Database) =>
  on.count("delete from attachments where id = $1", [file.id]);

async function stateOf({ path }: Attachment) {
  await using db = await connect();
  return {
    isThere: (await db.count("select from attachments where path = $1", [path])) > 0,
    isStored: (await db.count("select from storage.objects where name = $1", [path])) > 0,
    isQueued: (await db.count("select from private.storage_deletions where path = $1", [path])) > 0,
  };
}

describe("at the same instant", () => {
  test("a file that arrives while its row is being deleted is not stored", async () => {
    const { file } = await createScene();
    expect(await crossing(remove(file), store(file))).toEqual(["succeeded", "42501"]);
    expect(await stateOf(file)).toMatchObject({ isThere: false, isStored: false });
  });

  test("a row that is deleted while its file arrives takes the file along", async () => {
    const { file } = await createScene();
    expect(await crossing(store(file), remove(file))).toEqual(["succeeded", "succeeded"]);
    expect(await stateOf(file)).toEqual({ isThere: false, isStored: true, isQueued: true });
  });

  test("a task that is deleted while a file arrives takes the file along", async () => {
    const { file, task } = await createScene();
    const removeTask = (on: Database) => on.count("delete from tasks where id = $1", [task.id]);
    expect(await crossing(store(file), removeTask)).toEqual(["succeeded", "succeeded"]);
    expect(await stateOf(file)).toEqual({ isThere: false, isStored: true, isQueued: true });
  });

  test("of two files for one row the first stays", async () => {
    const { file } = await createScene();
    expect(await crossing(store(file), store(file))).toEqual(["succeeded", "42501"]);
    expect(await stateOf(file)).toMatchObject({ isThere: true, isStored: true });
  });

  test("two edits of one comment do not overwrite each other unseen", async () => {
    const { comment, member } = await createScene();
    const changed: number[] = [];
    const edit = (body: string) => (on: Database) =>
      asUser(on, member, async () => {
        changed.push(
          await on.count("update comments set body = $2 where id = $1 and version = 1", [
            comment.id,
            body,
          ]),
        );
      });
    await crossing(edit("Two"), edit("Zwei"));
    expect(changed).toEqual([1, 0]);
    await using db = await connect();
    const texts = await db.all(
      `select body from comments where id = $1
       union all select body from comment_revisions where comment_id = $1`,
      [comment.id],
    );
    expect(texts).toEqual([{ body: "Two" }, { body: "One" }]);
  });
});

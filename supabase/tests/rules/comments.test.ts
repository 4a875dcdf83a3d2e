import { buildMention, parseMentions } from "@flowdesk/types/comments";
import { describe, expect } from "vitest";
import { asService, asUser, type Database, type User } from "../helpers/database.ts";
import { codeOf } from "../helpers/outcomes.ts";
import { type Comment, createComment, createMember } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";

const mention = (user: User, name = "Somebody") => buildMention({ userId: user.id, name });

function edit(db: Database, author: User, comment: Comment, body: string): Promise<number> {
  return asUser(db, author, () =>
    db.count("update comments set body = $2 where id = $1", [comment.id, body]),
  );
}

async function mentionsOf(db: Database, comment: Comment): Promise<Set<string>> {
  const rows = await db.all<{ user_id: string }>(
    "select user_id from comment_mentions where comment_id = $1",
    [comment.id],
  );
  return new Set(rows.map(({ user_id }) => user_id));
}

describe("an edited comment", () => {
  test("says so, and keeps each former text with its time", async ({ db, world }) => {
    const { member } = world.people;
    const comment = await createComment(db, world.openTask, { author: member, body: "One" });
    const fresh = await db.one("select edited_at from comments where id = $1", [comment.id]);
    expect(fresh).toEqual({ edited_at: null });
    await edit(db, member, comment, "Two");
    await edit(db, member, comment, "Three");
    const row = await db.one("select body, version, edited_at from comments where id = $1", [
      comment.id,
    ]);
    expect(row).toMatchObject({ body: "Three", version: 3, edited_at: expect.any(Date) });
    const former = await db.all(
      `select comment_version, body, written_at <= created_at as in_order
       from comment_revisions where comment_id = $1 order by comment_version`,
      [comment.id],
    );
    expect(former).toEqual([
      { comment_version: 1, body: "One", in_order: true },
      { comment_version: 2, body: "Two", in_order: true },
    ]);
  });

  test("that says the same as before was not edited", async ({ db, world }) => {
    const { member } = world.people;
    const comment = await createComment(db, world.openTask, { author: member, body: "One" });
    await edit(db, member, comment, "One");
    const row = await db.one("select edited_at from comments where id = $1", [comment.id]);
    expect(row).toEqual({ edited_at: null });
    expect(
      await db.count("select from comment_revisions where comment_id = $1", [comment.id]),
    ).toBe(0);
  });

  test("has a history that not even the service rewrites", async ({ db, world }) => {
    const { member } = world.people;
    const comment = await createComment(db, world.openTask, { author: member, body: "One" });
    await edit(db, member, comment, "Two");
    const attempt = asService(db, () =>
      db.count("update comment_revisions set body = 'Never said' where comment_id = $1", [
        comment.id,
      ]),
    );
    expect(await codeOf(attempt)).toBe("23001");
  });

  test("is not overwritten by whoever read an older version", async ({ db, world }) => {
    const { member } = world.people;
    const comment = await createComment(db, world.openTask, { author: member, body: "One" });
    await edit(db, member, comment, "Two");
    const changed = await asUser(db, member, () =>
      db.count("update comments set body = 'Late' where id = $1 and version = $2", [
        comment.id,
        comment.version,
      ]),
    );
    expect(changed).toBe(0);
  });
});

describe("a mention", () => {
  test("is recorded once for each member who can see the task", async ({ db, world }) => {
    const { manager, viewer } = world.people;
    const body = `${mention(manager, "Max [Moon]")} and ${mention(viewer)}, ${mention(viewer)}!`;
    const comment = await createComment(db, world.openTask, { body });
    expect(await mentionsOf(db, comment)).toEqual(new Set([manager.id, viewer.id]));
  });

  test("of who cannot see the task is not recorded, and not refused", async ({ db, world }) => {
    const { owner, manager, suspended, stranger } = world.people;
    const blind = await createMember(db, world.acme, "viewer");
    await db.count("insert into roles (organization_id, key, name) values ($1, 'blind', 'Blind')", [
      world.acme.id,
    ]);
    await db.count("update memberships set role = 'blind' where user_id = $1", [blind.id]);
    const body = [owner, manager, suspended, stranger, world.insider, blind].map((each) =>
      mention(each),
    );
    const open = await createComment(db, world.openTask, { body: body.join(" ") });
    expect(await mentionsOf(db, open)).toEqual(new Set([owner.id, manager.id, world.insider.id]));
    const secret = await createComment(db, world.secretTask, { body: body.join(" ") });
    expect(await mentionsOf(db, secret)).toEqual(new Set([owner.id, world.insider.id]));
  });

  test("follows the text when it is edited", async ({ db, world }) => {
    const { member, manager, viewer } = world.people;
    const comment = await createComment(db, world.openTask, {
      author: member,
      body: `${mention(manager)} ${mention(member)}`,
    });
    await edit(db, member, comment, `${mention(viewer)} ${mention(member)}`);
    expect(await mentionsOf(db, comment)).toEqual(new Set([viewer.id, member.id]));
    await edit(db, member, comment, "Nobody");
    expect(await mentionsOf(db, comment)).toEqual(new Set());
  });

  test("is gone when the person has left, and the comment stays", async ({ db, world }) => {
    const { viewer } = world.people;
    const comment = await createComment(db, world.openTask, {
      author: viewer,
      body: mention(viewer),
    });
    await db.count("delete from memberships where user_id = $1", [viewer.id]);
    expect(await mentionsOf(db, comment)).toEqual(new Set());
    const row = await db.one("select author_id from comments where id = $1", [comment.id]);
    expect(row).toEqual({ author_id: viewer.id });
  });

  const id = "0b000000-0000-4000-8000-00000000000a";
  test.for([
    [buildMention({ userId: id, name: "Ada" })],
    [buildMention({ userId: id.toUpperCase(), name: "A [b] \\ c" })],
    [`[@a\nb](mention:${id})[@c](mention:${id})`],
    [`[@\\]](mention:${id})`],
    [`[@](mention:${id})`],
    [`[@[x]](mention:${id})`],
    [`[Ada](mention:${id})`],
    [`[@Ada](mention:${id.slice(1)})`],
    [`[@Ada](mention: ${id})`],
    [`[@Ada](https://x.example/${id})`],
    [`${"[@".repeat(200)}x](mention:${id})`],
  ])("is read by the database as by everybody else: %s", async ([body], { db }) => {
    const { ids } = await db.one<{ ids: string[] }>("select private.mentioned_ids($1) as ids", [
      body,
    ]);
    expect(ids).toEqual([...new Set(parseMentions(body ?? "").map(({ userId }) => userId))]);
  });
});

describe("watching a task begins", () => {
  const watchersOf = async (db: Database, { task_id }: Comment) => {
    const rows = await db.all<{ user_id: string }>(
      "select user_id from task_watchers where task_id = $1",
      [task_id],
    );
    return new Set(rows.map(({ user_id }) => user_id));
  };

  test("with a comment of one's own, and with a mention", async ({ db, world }) => {
    const { member, viewer, manager, stranger } = world.people;
    const body = `${mention(viewer)} ${mention(stranger)}`;
    const comment = await createComment(db, world.openTask, { author: member, body });
    const reporter = world.insider.id;
    expect(await watchersOf(db, comment)).toEqual(new Set([reporter, member.id, viewer.id]));
    await edit(db, member, comment, `${body} ${mention(manager)}`);
    expect(await watchersOf(db, comment)).toContain(manager.id);
  });

  test("not again for who has stopped, when the comment is edited", async ({ db, world }) => {
    const { member, viewer } = world.people;
    const body = mention(viewer);
    const comment = await createComment(db, world.openTask, { author: member, body });
    for (const each of [member, viewer]) {
      await asUser(db, each, () =>
        db.count("delete from task_watchers where user_id = $1", [each.id]),
      );
    }
    await edit(db, member, comment, `${body}!`);
    expect(await watchersOf(db, comment)).toEqual(new Set([world.insider.id]));
  });
});

test("a task's comments, their history and their mentions go with it", async ({ db, world }) => {
  const { owner, member } = world.people;
  const comment = await createComment(db, world.openTask, { author: member, body: mention(owner) });
  await edit(db, member, comment, `${mention(owner)}!`);
  await asUser(db, owner, () => db.count("delete from tasks where id = $1", [world.openTask.id]));
  for (const table of ["comments", "comment_revisions", "comment_mentions"]) {
    expect(await db.count(`select from ${table} where task_id = $1`, [world.openTask.id])).toBe(0);
  }
});

test("what somebody said stays when their account ends", async ({ db, world }) => {
  const { member } = world.people;
  const comment = await createComment(db, world.openTask, { author: member });
  await db.count("delete from auth.users where id = $1", [member.id]);
  const seen = await asUser(db, world.people.viewer, () =>
    db.one(
      `select profiles.account_id, comments.body from comments
       join profiles on profiles.id = comments.author_id where comments.id = $1`,
      [comment.id],
    ),
  );
  expect(seen).toEqual({ account_id: null, body: "A comment" });
});

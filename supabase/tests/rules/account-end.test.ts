import { describe, expect } from "vitest";
import { asUser } from "../helpers/database.ts";
import { createTask } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";

describe("when an account ends", () => {
  test.for([
    ["deleted", "delete from auth.users where id = $1"],
    ["marked as deleted", "update auth.users set deleted_at = now() where id = $1"],
  ] as const)("%s, the work stays and the person is forgotten", async ([, sql], { db, world }) => {
    const { member, viewer } = world.people;
    await asUser(db, member, () =>
      db.count("update profiles set avatar_path = 'me.png', locale = 'de' where id = $1", [
        member.id,
      ]),
    );
    const task = await createTask(db, world.open, { reporter: member, assignee: member });
    await db.count(sql, [member.id]);

    const seen = await asUser(db, viewer, () =>
      db.one(
        `select tasks.assignee_id, tasks.reporter_id, display_name, account_id, avatar_path, locale
         from tasks join profiles on profiles.id = reporter_id where tasks.id = $1`,
        [task.id],
      ),
    );
    expect(seen).toEqual({
      assignee_id: null,
      reporter_id: member.id,
      display_name: "Deleted user",
      account_id: null,
      avatar_path: null,
      locale: "en",
    });
    expect(await db.count("select from memberships where user_id = $1", [member.id])).toBe(0);
    expect(await asUser(db, member, () => db.count("select from tasks"))).toBe(0);
  });

  test("it can come back under its id with a new name", async ({ db, world }) => {
    const { member } = world.people;
    await db.count("delete from auth.users where id = $1", [member.id]);
    await db.count(
      `insert into auth.users (id, email, raw_user_meta_data)
       values ($1, $2, '{"display_name": "Back again"}')`,
      [member.id, member.email],
    );
    const profile = await db.one("select display_name, account_id from profiles where id = $1", [
      member.id,
    ]);
    expect(profile).toEqual({ display_name: "Back again", account_id: member.id });
  });
});

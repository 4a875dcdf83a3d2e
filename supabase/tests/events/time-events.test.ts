import { describe, expect } from "vitest";
import { asUser } from "../helpers/database.ts";
import { sentBy } from "../helpers/events.ts";
import { test } from "../helpers/test.ts";
import { createEntry, startTimer, stopTimer } from "../helpers/time.ts";

describe("booked time is told", () => {
  test("to its person and to who hears of money, and says nothing of itself", async ({
    db,
    world,
  }) => {
    const { acme, open, people } = world;
    const messages = await sentBy(db, async () => {
      const entry = await startTimer(db, people.member, open);
      await stopTimer(db, people.member);
      await asUser(db, people.member, () =>
        db.count("delete from time_entries where id = $1", [entry.id]),
      );
    });
    const topics = [`org:${acme.id}:money`, `user:${people.member.id}`];
    expect(messages.map(({ topic, event }) => [topic, event])).toEqual(
      topics.flatMap((topic) => ["DELETE", "INSERT", "UPDATE"].map((event) => [topic, event])),
    );
    for (const { payload } of messages) {
      expect(Object.keys(payload).sort()).toEqual([
        "actor_id",
        "id",
        "project_id",
        "table",
        "version",
      ]);
      expect(payload).toMatchObject({ table: "time_entries", project_id: open.id });
    }
  });

  test("of a private project to its person only", async ({ db, world }) => {
    const messages = await sentBy(db, () => createEntry(db, world.secret, world.insider));
    expect(messages.map(({ topic }) => topic)).toEqual([`user:${world.insider.id}`]);
  });
});

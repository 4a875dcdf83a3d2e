import { describe, expect } from "vitest";
import { asService, type Database, type User } from "../../helpers/database.ts";
import { test } from "../../helpers/test.ts";
import {
  createTimer,
  entriesOf,
  startTimer,
  stopTimer,
  type TimeEntry,
} from "../../helpers/time.ts";
import type { World } from "../../helpers/world.ts";

/** Books time that began and ended so long ago. */
function book(db: Database, { open }: World, user: User, from: string, to: string) {
  return asService(db, () =>
    db.one<TimeEntry & Record<string, unknown>>(
      `insert into time_entries
         (organization_id, project_id, user_id, started_at, ended_at, description)
       values ($1, $2, $3, now() - $4::interval, now() - $5::interval, 'By hand') returning *`,
      [open.organization_id, open.id, user.id, from, to],
    ),
  );
}

const minutes = ({ started_at, ended_at }: TimeEntry) =>
  Math.round(((ended_at?.getTime() ?? 0) - started_at.getTime()) / 60_000);

const story = (entries: TimeEntry[]) =>
  entries.map((entry) => `${entry.description || "Timer"} ${minutes(entry)}`);

describe("a timer that stops gets the time around what else was booked", () => {
  test("in two pieces around an entry in the middle", async ({ db, world }) => {
    const { member } = world.people;
    const timer = await createTimer(db, world.open, member, "3 hours");
    const booked = await book(db, world, member, "2 hours", "1 hour");
    const stopped = await stopTimer(db, member);
    const entries = await entriesOf(db, member);
    expect(story(entries)).toEqual(["Timer 60", "By hand 60", "Timer 60"]);
    expect(stopped).toMatchObject({ id: timer.id, ended_at: booked.started_at });
    expect(entries[2]).toMatchObject({ started_at: booked.ended_at, user_id: member.id });
  });

  test("up to an entry at its end, and from an entry at its beginning", async ({ db, world }) => {
    const { member } = world.people;
    await createTimer(db, world.open, member, "3 hours");
    await book(db, world, member, "4 hours", "150 minutes");
    await book(db, world, member, "1 hour", "-1 hour");
    await stopTimer(db, member);
    expect(story(await entriesOf(db, member))).toEqual(["By hand 90", "Timer 90", "By hand 120"]);
  });

  test("and nothing, if nothing is left", async ({ db, world }) => {
    const { member } = world.people;
    const timer = await createTimer(db, world.open, member, "1 hour");
    await book(db, world, member, "2 hours", "-1 hour");
    const stopped = await stopTimer(db, member);
    expect(stopped).toMatchObject({ id: timer.id, ended_at: timer.started_at });
    expect(story(await entriesOf(db, member))).toEqual(["By hand 180", "Timer 0"]);
  });

  test("also when the next one stops it", async ({ db, world }) => {
    const { member } = world.people;
    await createTimer(db, world.open, member, "3 hours");
    await book(db, world, member, "2 hours", "1 hour");
    const next = await startTimer(db, member, world.open);
    const entries = await entriesOf(db, member);
    expect(story(entries.slice(0, 3))).toEqual(["Timer 60", "By hand 60", "Timer 60"]);
    expect(entries[2]?.ended_at).toEqual(next.started_at);
    expect(entries[3]).toMatchObject({ id: next.id, ended_at: null });
  });

  test("but not around what was booked in another organization", async ({ db, world }) => {
    const { stranger } = world.people;
    await createTimer(db, world.foreign, stranger, "3 hours");
    await asService(db, () =>
      db.count(
        "insert into memberships (organization_id, user_id, role) values ($1, $2, 'member')",
        [world.acme.id, stranger.id],
      ),
    );
    await book(db, world, stranger, "2 hours", "1 hour");
    await stopTimer(db, stranger);
    expect(story(await entriesOf(db, stranger))).toEqual(["Timer 180", "By hand 60"]);
  });
});

test("a forgotten timer gets a day", async ({ db, world }) => {
  const { member } = world.people;
  await createTimer(db, world.open, member, "9 days");
  expect(minutes(await stopTimer(db, member))).toBe(24 * 60);
});

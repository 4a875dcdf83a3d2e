import { describe, expect } from "vitest";
import { asService, asUser, type Database, type User } from "../../helpers/database.ts";
import { test } from "../../helpers/test.ts";
import { createEntry } from "../../helpers/time.ts";
import type { World } from "../../helpers/world.ts";

interface Cell extends Record<string, unknown> {
  day: string;
  project_id: string;
  hours: number;
  billable: number;
}

function inZone(db: Database, { acme }: World, timezone: string): Promise<number> {
  return asService(db, () =>
    db.count("update organizations set timezone = $2 where id = $1", [acme.id, timezone]),
  );
}

/** The week of `user` as `reader` sees it, in hours. */
function weekOf(
  db: Database,
  { acme }: World,
  reader: User,
  values: { user?: User; from?: string | null; asOf?: string } = {},
): Promise<Cell[]> {
  return asUser(db, reader, () =>
    db.all<Cell>(
      `select day::text, project_id, seconds / 3600.0::float as hours,
              billable_seconds / 3600.0::float as billable
       from timesheet($1, $2, $3, $4)`,
      [
        acme.id,
        values.user?.id ?? null,
        values.from === undefined ? "2026-01-05" : values.from,
        values.asOf ?? "2026-01-07 12:00Z",
      ],
    ),
  );
}

describe("a timesheet", () => {
  test("adds up days and projects, billable time beside", async ({ db, world }) => {
    const { open, secret, people } = world;
    const owner = people.owner;
    await createEntry(db, open, owner, { from: "2026-01-05 08:00Z", to: "2026-01-05 10:00Z" });
    await createEntry(db, open, owner, {
      from: "2026-01-05 11:00Z",
      to: "2026-01-05 12:30Z",
      is_billable: false,
    });
    await createEntry(db, secret, owner, { from: "2026-01-11 20:00Z", to: "2026-01-11 21:00Z" });
    // The weeks before and after.
    await createEntry(db, open, owner, { from: "2026-01-04 20:00Z", to: "2026-01-04 21:00Z" });
    await createEntry(db, open, owner, { from: "2026-01-12 00:00Z", to: "2026-01-12 01:00Z" });
    expect(await weekOf(db, world, owner)).toEqual([
      { day: "2026-01-05", project_id: open.id, hours: 3.5, billable: 2 },
      { day: "2026-01-11", project_id: secret.id, hours: 1, billable: 1 },
    ]);
  });

  test("is empty where nothing was booked", async ({ db, world }) => {
    expect(await weekOf(db, world, world.people.member)).toEqual([]);
  });

  test("parts work at midnight of the organization", async ({ db, world }) => {
    await inZone(db, world, "America/New_York");
    const { open, people } = world;
    await createEntry(db, open, people.member, {
      from: "2026-01-06 03:00Z",
      to: "2026-01-06 07:30Z",
    });
    const cells = await weekOf(db, world, people.member);
    expect(cells.map(({ day, hours }) => [day, hours])).toEqual([
      ["2026-01-05", 2],
      ["2026-01-06", 2.5],
    ]);
  });

  test.for([
    ["in spring, when a day has 23 hours", "2025-03-30", 23],
    ["in autumn, when a day has 25 hours", "2025-10-26", 25],
  ] as const)("counts every hour %s", async ([, day, length], { db, world }) => {
    await inZone(db, world, "Europe/Berlin");
    const { open, people } = world;
    // From noon to noon, three times: the day in the middle is full.
    const { noon } = await db.one<{ noon: Date }>(
      "select ($1::date - 1 + time '12:00') at time zone 'Europe/Berlin' as noon",
      [day],
    );
    for (let n = 0; n < 3; n++) {
      const from = new Date(noon.getTime() + n * 24 * 3_600_000);
      const to = new Date(from.getTime() + 24 * 3_600_000);
      await createEntry(db, open, people.member, {
        from: from.toISOString(),
        to: to.toISOString(),
      });
    }
    const cells = await weekOf(db, world, people.member, { from: day });
    expect(cells[0]).toMatchObject({ day, hours: length });
    const { total } = await db.one<{ total: number }>(
      "select sum(seconds)::int / 3600 as total from timesheet($1, $2, $3::date - 1)",
      [world.acme.id, people.member.id, day],
    );
    // Nobody is signed in here: it shows nothing.
    expect(total).toBeNull();
    const whole = await weekOf(db, world, people.member, { from: addDays(day, -1) });
    expect(whole.reduce((sum, { hours }) => sum + hours, 0)).toBe(72);
  });

  test("counts a running timer until now, and a forgotten one for a day", async ({ db, world }) => {
    const { open, people } = world;
    await createEntry(db, open, people.member, { from: "2026-01-05 10:00Z", to: null });
    const hoursAt = async (asOf: string) =>
      (await weekOf(db, world, people.member, { asOf })).map(({ hours }) => hours);
    expect(await hoursAt("2026-01-05 12:15Z")).toEqual([2.25]);
    expect(await hoursAt("2026-01-09 00:00Z")).toEqual([14, 10]);
    expect(await hoursAt("2026-01-05 09:00Z")).toEqual([]);
  });

  test("begins on the Monday of the current week, if no day is named", async ({ db, world }) => {
    await inZone(db, world, "Pacific/Auckland");
    const { open, people } = world;
    await createEntry(db, open, people.member, {
      from: "2026-01-11 12:00Z",
      to: "2026-01-11 13:00Z",
    });
    // Monday there, Sunday in Greenwich.
    const cells = await weekOf(db, world, people.member, { from: null, asOf: "2026-01-11 14:00Z" });
    expect(cells).toMatchObject([{ day: "2026-01-12", hours: 1 }]);
  });
});

describe("a timesheet is seen", () => {
  test("by its person, wherever they worked, and by who manages time", async ({ db, world }) => {
    const { open, secret, people } = world;
    await createEntry(db, open, people.member);
    await createEntry(db, secret, people.member, {
      from: "2026-01-05 10:00Z",
      to: "2026-01-05 11:00Z",
    });
    const seen = async (reader: User) =>
      (await weekOf(db, world, reader, { user: people.member })).length;
    expect(await seen(people.member)).toBe(2);
    expect(await seen(people.owner)).toBe(2);
    // Not in the private project.
    expect(await seen(people.manager)).toBe(1);
    expect(await seen(people.viewer)).toBe(0);
    expect(await seen(people.suspended)).toBe(0);
    expect(await seen(people.stranger)).toBe(0);
  });
});

function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 24 * 3_600_000).toISOString().slice(0, 10);
}

import { describe, expect } from "vitest";
import { asService, asUser, type Database, type User } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";
import { codeOf } from "../../helpers/outcomes.ts";
import { test } from "../../helpers/test.ts";
import { createEntry, createRate, createTimer } from "../../helpers/time.ts";
import type { World } from "../../helpers/world.ts";

everybody("asks what time is worth", {
  allowed: ["owner", "admin"],
  given: (db, { open, insider }) => createEntry(db, open, insider),
  act: (db, { acme }) => db.count("select time_value($1, '2026-01-01', '2026-01-31')", [acme.id]),
});

everybody("asks how much of a project's time is used up", {
  allowed: ["owner", "admin", "manager"],
  act: (db, { open }) => db.count("select project_progress($1)", [open.id]),
});

everybody("asks how much of a private project's time is used up without being in it", {
  allowed: ["owner", "admin"],
  act: (db, { secret }) => db.count("select project_progress($1)", [secret.id]),
});

/** The value of a span of days, by default January 2026, as the owner sees it. */
function worthOf(
  db: Database,
  { acme, people }: World,
  values: { from?: string; to?: string; project?: string; reader?: User } = {},
) {
  return asUser(db, values.reader ?? people.owner, () =>
    db.all(
      `select currency, minutes::int, billable_minutes::int, amount_minor::int
       from time_value($1, $2, $3, $4)`,
      [acme.id, values.from ?? "2026-01-01", values.to ?? "2026-01-31", values.project ?? null],
    ),
  );
}

describe("an hour is worth", () => {
  test("the most particular rate that there is", async ({ db, world }) => {
    const { acme, open, people } = world;
    await createEntry(db, open, people.member);
    const worth = async () => (await worthOf(db, world))[0]?.amount_minor;
    expect(await worth()).toBeNull();
    await createRate(db, acme, { amount: 1000 });
    expect(await worth()).toBe(1000);
    await createRate(db, acme, { amount: 2000, user: people.member });
    expect(await worth()).toBe(2000);
    await createRate(db, acme, { amount: 3000, project: open });
    expect(await worth()).toBe(3000);
    await createRate(db, acme, { amount: 4000, project: open, user: people.member });
    expect(await worth()).toBe(4000);
    await createRate(db, acme, { amount: 9999, project: open, user: people.manager });
    expect(await worth()).toBe(4000);
  });

  test("what it cost on its own day, where the organization is", async ({ db, world }) => {
    const { acme, open, people } = world;
    await asService(db, () =>
      db.count("update organizations set timezone = 'America/New_York' where id = $1", [acme.id]),
    );
    await createRate(db, acme, { amount: 100 });
    await createRate(db, acme, { amount: 200, from: "2026-01-06" });
    await createRate(db, acme, { amount: 400, from: "2027-01-01" });
    // Still the fifth there, and the sixth an hour later.
    await createEntry(db, open, people.member, {
      from: "2026-01-06 04:00Z",
      to: "2026-01-06 05:00Z",
    });
    await createEntry(db, open, people.member, {
      from: "2026-01-06 05:00Z",
      to: "2026-01-06 06:00Z",
    });
    const day = (from: string) => worthOf(db, world, { from, to: from });
    expect(await day("2026-01-05")).toMatchObject([{ amount_minor: 100 }]);
    expect(await day("2026-01-06")).toMatchObject([{ amount_minor: 200 }]);
    expect(await worthOf(db, world)).toMatchObject([{ amount_minor: 300 }]);
    expect(await day("2026-01-07")).toEqual([]);
  });

  test("nothing if it is not billable or not finished", async ({ db, world }) => {
    const { acme, open, people } = world;
    await createRate(db, acme);
    await createEntry(db, open, people.member, { is_billable: false });
    await createEntry(db, open, people.manager, { to: "2026-01-05 09:30Z" });
    await createTimer(db, open, people.viewer);
    expect(await worthOf(db, world, { to: "2999-01-01" })).toEqual([
      { currency: "EUR", minutes: 90, billable_minutes: 30, amount_minor: 5000 },
    ]);
  });
});

describe("what time is worth in all", () => {
  test("is never summed across currencies, and says what has no rate", async ({ db, world }) => {
    const { acme, open, secret, people } = world;
    await createRate(db, acme, { user: people.member, amount: 5000, currency: "EUR" });
    await createRate(db, acme, { user: people.manager, amount: 900, currency: "JPY" });
    await createEntry(db, open, people.member);
    await createEntry(db, secret, people.manager);
    await createEntry(db, open, people.viewer, { to: "2026-01-05 09:10Z" });
    expect(await worthOf(db, world)).toEqual([
      { currency: "EUR", minutes: 60, billable_minutes: 60, amount_minor: 5000 },
      { currency: "JPY", minutes: 60, billable_minutes: 60, amount_minor: 900 },
      { currency: null, minutes: 10, billable_minutes: 10, amount_minor: null },
    ]);
    expect(await worthOf(db, world, { project: secret.id })).toEqual([
      { currency: "JPY", minutes: 60, billable_minutes: 60, amount_minor: 900 },
    ]);
  });

  test("is rounded once, and half a unit up", async ({ db, world }) => {
    const { acme, open, people } = world;
    await createRate(db, acme, { amount: 1 });
    const book = (user: User, minute: number) =>
      createEntry(db, open, user, {
        from: `2026-01-05 09:${String(minute).padStart(2, "0")}Z`,
        to: `2026-01-05 09:${String(minute + 10).padStart(2, "0")}Z`,
      });
    const worth = async () => (await worthOf(db, world))[0]?.amount_minor;
    // A sixth of a unit each: rounded one by one they would be nothing for ever.
    await book(people.member, 0);
    await book(people.member, 10);
    expect(await worth()).toBe(0);
    await book(people.manager, 0);
    expect(await worth()).toBe(1);
  });

  test("leaves out projects that are hidden from who asks", async ({ db, world }) => {
    const { acme, open, secret, people, insider } = world;
    await createRate(db, acme, { amount: 100 });
    await createEntry(db, open, people.member);
    await createEntry(db, secret, insider);
    await asService(db, () =>
      db.count(
        `insert into role_permissions (organization_id, role, permission)
         values ($1, 'manager', 'rates.read')`,
        [acme.id],
      ),
    );
    const worth = async (reader: User) => (await worthOf(db, world, { reader }))[0]?.amount_minor;
    expect(await worth(people.manager)).toBe(100);
    expect(await worth(insider)).toBe(200);
    expect(await worthOf(db, world, { reader: people.manager, project: secret.id })).toEqual([]);
  });

  test("is refused to who only manages time", async ({ db, world }) => {
    const attempt = worthOf(db, world, { reader: world.people.manager });
    expect(await codeOf(attempt)).toBe("permission_missing");
  });
});

test("a project's time stands against its budget", async ({ db, world }) => {
  const { open, people } = world;
  const progress = () =>
    asUser(db, people.manager, () =>
      db.one(
        `select minutes::int, billable_minutes::int, budget_minutes from project_progress($1)`,
        [open.id],
      ),
    );
  expect(await progress()).toEqual({ minutes: 0, billable_minutes: 0, budget_minutes: null });
  await asService(db, () =>
    db.count("update projects set budget_minutes = 600 where id = $1", [open.id]),
  );
  await createEntry(db, open, people.member);
  await createEntry(db, open, people.manager, { is_billable: false });
  expect(await progress()).toEqual({ minutes: 120, billable_minutes: 60, budget_minutes: 600 });
});

import { timeOverlapSchema } from "@flowdesk/types/time";
import pg from "pg";
import { describe, expect } from "vitest";
import { asService, asUser, type Database } from "../helpers/database.ts";
import { codeOf } from "../helpers/outcomes.ts";
import { createProject } from "../helpers/rows.ts";
import { test } from "../helpers/test.ts";
import { at, createEntry, createTimer, entriesOf } from "../helpers/time.ts";

describe("finished time of a person in an organization", () => {
  test.for([
    ["09:00", "10:00", "time_overlap"],
    ["08:00", "09:01", "time_overlap"],
    ["09:59", "11:00", "time_overlap"],
    ["09:15", "09:30", "time_overlap"],
    ["08:00", "11:00", "time_overlap"],
    ["08:00", "09:00", "succeeded"],
    ["10:00", "11:00", "succeeded"],
    ["09:30", "09:30", "succeeded"],
  ] as const)("from 09:00 to 10:00 meets %s to %s: %s", async ([from, to, code], { db, world }) => {
    const { open, people } = world;
    await createEntry(db, open, people.member);
    const attempt = createEntry(db, open, people.member, { from: at(from), to: at(to) });
    expect(await codeOf(attempt)).toBe(code);
  });

  test("says when the other entry is, also across projects", async ({ db, world }) => {
    const { open, secret, insider } = world;
    await createEntry(db, secret, insider);
    const refusal = await createEntry(db, open, insider, { from: at("09:30"), to: at("12:00") })
      .then(() => null)
      .catch((error: unknown) => {
        if (!(error instanceof pg.DatabaseError)) throw error;
        return JSON.parse(error.message);
      });
    const other = timeOverlapSchema.parse(JSON.parse(refusal.details));
    expect(new Date(other.started_at)).toEqual(new Date("2026-01-05T09:00:00Z"));
    expect(new Date(other.ended_at)).toEqual(new Date("2026-01-05T10:00:00Z"));
  });

  test("does not overlap when it is changed either", async ({ db, world }) => {
    const { open, people } = world;
    await createEntry(db, open, people.member);
    const entry = await createEntry(db, open, people.member, {
      from: at("10:00"),
      to: at("11:00"),
    });
    const change = (from: string) =>
      asUser(db, people.member, () =>
        db.count("update time_entries set started_at = $2 where id = $1", [entry.id, at(from)]),
      );
    expect(await codeOf(change("09:45"))).toBe("time_overlap");
    expect(await codeOf(change("10:15"))).toBe("succeeded");
  });

  test("moves as a whole, however the rows pass each other", async ({ db, world }) => {
    const { open, people } = world;
    for (const hour of ["09", "10", "11"]) {
      await createEntry(db, open, people.member, { from: at(`${hour}:00`), to: at(`${hour}:59`) });
    }
    const moved = asUser(db, people.member, () =>
      db.count(`update time_entries
        set started_at = started_at + interval '1 hour', ended_at = ended_at + interval '1 hour'
        where true`),
    );
    expect(await moved).toBe(3);
  });

  test("is judged for each person and each organization on its own", async ({ db, world }) => {
    const { open, foreign, people } = world;
    await createEntry(db, open, people.member);
    await createEntry(db, open, people.manager);
    await asService(db, () =>
      db.count(
        "insert into memberships (organization_id, user_id, role) values ($1, $2, 'member')",
        [world.globex.id, people.member.id],
      ),
    );
    await createEntry(db, foreign, people.member);
    expect(await entriesOf(db, people.member)).toHaveLength(2);
  });

  test("is not blocked by a running timer", async ({ db, world }) => {
    const { open, people } = world;
    await createTimer(db, open, people.member, "3 hours");
    const booked = db.count(
      `insert into time_entries (organization_id, project_id, user_id, started_at, ended_at)
       values ($1, $2, $3, now() - interval '2 hours', now() - interval '1 hour')`,
      [open.organization_id, open.id, people.member.id],
    );
    expect(await codeOf(asService(db, () => booked))).toBe("succeeded");
  });

  test("is held apart by the constraint where no trigger speaks", async ({ db, world }) => {
    const { open, people } = world;
    await db.all("alter table time_entries disable trigger _330_refuse_overlap_on_insert");
    await createEntry(db, open, people.member);
    expect(await codeOf(createEntry(db, open, people.member))).toBe("23P01");
  });
});

describe("a time entry is refused", () => {
  const rows: readonly [string, string, string, string][] = [
    ["that ends before it begins", at("10:00"), at("09:59"), "23514"],
    ["of more than a day", at("09:00"), "2026-01-06 09:00:01Z", "23514"],
    ["before 1900", "1899-12-31 10:00Z", "1899-12-31 11:00Z", "23514"],
    ["without a beginning in time", "-infinity", at("09:00"), "23514"],
    ["without an end in time", at("09:00"), "infinity", "23514"],
    ["far in the future", "2030-01-01 10:00Z", "2030-01-01 11:00Z", "time_in_future"],
  ];
  test.for(rows)("%s", async ([, from, to, code], { db, world }) => {
    const attempt = createEntry(db, world.open, world.people.member, { from, to });
    expect(await codeOf(attempt)).toBe(code);
    expect(await entriesOf(db, world.people.member)).toEqual([]);
  });

  test("whose timer would start later than now", async ({ db, world }) => {
    const attempt = createTimer(db, world.open, world.people.member, "-5 minutes");
    expect(await codeOf(attempt)).toBe("time_in_future");
  });

  test("and a day of the longest kind is not", async ({ db, world }) => {
    const entry = createEntry(db, world.open, world.people.member, { to: "2026-01-06 09:00Z" });
    expect(await codeOf(entry)).toBe("succeeded");
  });

  test("to run again", async ({ db, world }) => {
    const { member } = world.people;
    const entry = await createEntry(db, world.open, member);
    const attempt = asUser(db, member, () =>
      db.count("update time_entries set ended_at = null where id = $1", [entry.id]),
    );
    expect(await codeOf(attempt)).toBe("time_entry_finished");
  });

  test("to leave an archived project", async ({ db, world }) => {
    const { member } = world.people;
    const other = await createProject(db, world.acme, { name: "Other" });
    const entry = await createEntry(db, world.open, member);
    await asService(db, () =>
      db.count("update projects set archived_at = now() where id = $1", [world.open.id]),
    );
    const attempt = asUser(db, member, () =>
      db.count("update time_entries set project_id = $2 where id = $1", [entry.id, other.id]),
    );
    expect(await codeOf(attempt)).toBe("project_archived");
  });
});

describe("a project on which time is booked", () => {
  const remove = (db: Database, id: string) => db.count("delete from projects where id = $1", [id]);

  test("cannot be deleted, by nobody", async ({ db, world }) => {
    const { open, people } = world;
    await createEntry(db, open, people.member);
    const byOwner = asUser(db, people.owner, () => remove(db, open.id));
    expect(await codeOf(byOwner)).toBe("project_has_time");
    expect(await codeOf(asService(db, () => remove(db, open.id)))).toBe("project_has_time");
    expect(await db.count("select from projects where id = $1", [open.id])).toBe(1);
  });

  test("says first that its organization is suspended", async ({ db, world }) => {
    const { acme, open, people } = world;
    await createEntry(db, open, people.member);
    await asService(db, () =>
      db.count("update organizations set is_active = false where id = $1", [acme.id]),
    );
    const attempt = asUser(db, people.owner, () => remove(db, open.id));
    expect(await codeOf(attempt)).toBe("organization_suspended");
  });

  test("can be deleted once its time is", async ({ db, world }) => {
    const { open, people } = world;
    await createEntry(db, open, people.member);
    await asUser(db, people.owner, () =>
      db.count("delete from time_entries where project_id = $1", [open.id]),
    );
    expect(await asUser(db, people.owner, () => remove(db, open.id))).toBe(1);
  });

  test("goes with its organization", async ({ db, world }) => {
    const { acme, open, openTask, people } = world;
    await createEntry(db, open, people.member, { task: openTask });
    await createTimer(db, open, people.manager);
    await asService(db, () => db.count("delete from organizations where id = $1", [acme.id]));
    expect(await entriesOf(db, people.member)).toEqual([]);
  });
});

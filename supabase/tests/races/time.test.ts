import { describe, expect, test } from "vitest";
import { committed, crossing } from "../helpers/crossing.ts";
import { asService, asUser, connect, type Database, type User } from "../helpers/database.ts";
import { codeOf } from "../helpers/outcomes.ts";
import { createMember, createOrganization, createProject, type Project } from "../helpers/rows.ts";
import { createEntry, createTimer, entriesOf, startTimer, stopTimer } from "../helpers/time.ts";

async function createTeam(db: Database) {
  return committed(db, async () => {
    const acme = await createOrganization(db);
    return {
      acme,
      owner: await createMember(db, acme, "owner"),
      member: await createMember(db, acme, "member"),
      project: await createProject(db, acme),
    };
  });
}

const book =
  (user: User, project: Project, from: string, to: string) =>
  (on: Database): Promise<number> =>
    asUser(on, user, () =>
      on.count(
        `insert into time_entries (organization_id, project_id, started_at, ended_at)
         values ($1, $2, '2026-01-05'::date + $3::time, '2026-01-05'::date + $4::time)`,
        [project.organization_id, project.id, from, to],
      ),
    );

describe("at the same instant", () => {
  test("two timers that start leave one running, and stop each other gaplessly", async () => {
    await using db = await connect();
    const { member, project } = await createTeam(db);
    const start = (on: Database) => startTimer(on, member, project);
    expect(await crossing(start, start)).toEqual(["succeeded", "succeeded"]);
    const [first, second] = await committed(db, () => entriesOf(db, member));
    expect(second?.ended_at).toBeNull();
    expect(first?.ended_at).toEqual(second?.started_at);
  });

  test("ten timers that start leave one running", async () => {
    await using db = await connect();
    const { member, project } = await createTeam(db);
    const connections = await Promise.all(Array.from({ length: 10 }, () => connect()));
    const outcomes = await Promise.all(
      connections.map((on) => codeOf(committed(on, () => startTimer(on, member, project)))),
    );
    await Promise.all(connections.map((on) => on[Symbol.asyncDispose]()));
    expect(new Set(outcomes)).toEqual(new Set(["succeeded"]));
    const entries = await committed(db, () => entriesOf(db, member));
    expect(entries).toHaveLength(10);
    expect(entries.filter(({ ended_at }) => ended_at === null)).toHaveLength(1);
  });

  test("a timer is stopped once", async () => {
    await using db = await connect();
    const { member, project } = await createTeam(db);
    await committed(db, () => createTimer(db, project, member));
    const stop = (on: Database) => stopTimer(on, member);
    expect(await crossing(stop, stop)).toEqual(["succeeded", "timer_not_running"]);
  });

  test("two entries that overlap leave the first", async () => {
    await using db = await connect();
    const { member, project } = await createTeam(db);
    const outcomes = await crossing(
      book(member, project, "09:00", "10:00"),
      book(member, project, "09:30", "11:00"),
    );
    expect(outcomes).toEqual(["succeeded", "time_overlap"]);
  });

  test("two entries that touch are both booked", async () => {
    await using db = await connect();
    const { member, project } = await createTeam(db);
    const outcomes = await crossing(
      book(member, project, "09:00", "10:00"),
      book(member, project, "10:00", "11:00"),
    );
    expect(outcomes).toEqual(["succeeded", "succeeded"]);
  });

  test("a timer that stops goes around what is being booked by hand", async () => {
    await using db = await connect();
    const { member, project } = await createTeam(db);
    await committed(db, () => createTimer(db, project, member, "3 hours"));
    const byHand = (on: Database) =>
      asUser(on, member, () =>
        on.count(
          `insert into time_entries (organization_id, project_id, started_at, ended_at)
           values ($1, $2, now() - interval '2 hours', now() - interval '1 hour')`,
          [project.organization_id, project.id],
        ),
      );
    expect(await crossing(byHand, (on) => stopTimer(on, member))).toEqual([
      "succeeded",
      "succeeded",
    ]);
    expect(await committed(db, () => entriesOf(db, member))).toHaveLength(3);
  });

  test("no timer starts in a project that is being archived, nor where nobody is any more", async () => {
    await using db = await connect();
    const { acme, owner, member, project } = await createTeam(db);
    const archive = (on: Database) =>
      asUser(on, owner, () =>
        on.count("update projects set archived_at = now() where id = $1", [project.id]),
      );
    const start = (on: Database) => startTimer(on, member, project);
    expect(await crossing(archive, start)).toEqual(["succeeded", "project_archived"]);
    await db.count("update projects set archived_at = null where id = $1", [project.id]);
    const remove = (on: Database) =>
      asUser(on, owner, () => on.one("select remove_member($1, $2)", [acme.id, member.id]));
    expect(await crossing(remove, start)).toEqual(["succeeded", "organization_not_found"]);
  });

  test("a timer that starts while its project is archived or its person removed is ended", async () => {
    await using db = await connect();
    const { acme, owner, member, project } = await createTeam(db);
    const start = (on: Database) => startTimer(on, member, project);
    const archive = (on: Database) =>
      asUser(on, owner, () =>
        on.count("update projects set archived_at = now() where id = $1", [project.id]),
      );
    expect(await crossing(start, archive)).toEqual(["succeeded", "succeeded"]);
    await db.count("update projects set archived_at = null where id = $1", [project.id]);
    const remove = (on: Database) =>
      asUser(on, owner, () => on.one("select remove_member($1, $2)", [acme.id, member.id]));
    expect(await crossing(start, remove)).toEqual(["succeeded", "succeeded"]);
    const entries = await committed(db, () => entriesOf(db, member));
    expect(entries).toHaveLength(2);
    expect(entries.filter(({ ended_at }) => ended_at === null)).toEqual([]);
  });

  test("a project is not deleted while time is booked on it", async () => {
    await using db = await connect();
    const { owner, member, project } = await createTeam(db);
    const outcomes = await crossing(
      (on) => createEntry(on, project, member),
      (on) => asUser(on, owner, () => on.count("delete from projects where id = $1", [project.id])),
    );
    expect(outcomes).toEqual(["succeeded", "project_has_time"]);
  });

  test("an entry whose times are changed twice at once waits, and does not lock up", async () => {
    await using db = await connect();
    const { owner, member, project } = await createTeam(db);
    const entry = await committed(db, () => createTimer(db, project, member));
    const change = (on: Database) =>
      asUser(on, owner, () =>
        on.count("update time_entries set started_at = now() - interval '2 hours' where id = $1", [
          entry.id,
        ]),
      );
    expect(await crossing(change, (on) => stopTimer(on, member))).toEqual([
      "succeeded",
      "succeeded",
    ]);
    const [stopped] = await committed(db, () => asService(db, () => entriesOf(db, member)));
    expect(stopped?.started_at.getTime()).toBeLessThan(entry.started_at.getTime());
  });
});

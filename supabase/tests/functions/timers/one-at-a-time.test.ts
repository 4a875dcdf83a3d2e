import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { asService, asUser, type Database, type User } from "../../helpers/database.ts";
import { everybody } from "../../helpers/everybody.ts";
import { codeOf } from "../../helpers/outcomes.ts";
import { addMember } from "../../helpers/rows.ts";
import { test } from "../../helpers/test.ts";
import { createTimer, entriesOf, startTimer, stopTimer } from "../../helpers/time.ts";

everybody("starts a timer", {
  allowed: ["owner", "admin", "manager", "member"],
  act: (db, { open }) => db.count("select start_timer($1, $2)", [open.organization_id, open.id]),
  untouched: (db) => db.all("select id from time_entries"),
});

everybody("starts a timer on a private project without being in it", {
  allowed: ["owner", "admin"],
  act: (db, { secret }) =>
    db.count("select start_timer($1, $2)", [secret.organization_id, secret.id]),
  untouched: (db) => db.all("select id from time_entries"),
});

everybody("stops their own timer, even if it could not be started any more", {
  allowed: ["owner", "admin", "manager", "member", "viewer", "suspended"],
  given: async (db, { secret, people }, actor) => {
    if (actor === "anon" || actor === "stranger") return;
    await createTimer(db, secret, people[actor]);
  },
  act: (db) => db.count("select stop_timer()"),
  untouched: (db) => db.all("select ended_at from time_entries"),
});

describe("a timer", () => {
  test("runs on a task, its project taken from there", async ({ db, world }) => {
    const { acme, open, openTask, people } = world;
    const entry = await asUser(db, people.member, () =>
      db.one("select * from start_timer($1, task_id => $2, description => 'Drawing')", [
        acme.id,
        openTask.id,
      ]),
    );
    expect(entry).toMatchObject({
      project_id: open.id,
      task_id: openTask.id,
      user_id: people.member.id,
      created_by: people.member.id,
      description: "Drawing",
      is_billable: true,
      ended_at: null,
    });
  });

  test("that starts stops the one before at the same instant", async ({ db, world }) => {
    const { open, people } = world;
    const first = await createTimer(db, open, people.member);
    const second = await startTimer(db, people.member, open);
    expect(await entriesOf(db, people.member)).toMatchObject([
      { id: first.id, ended_at: second.started_at },
      { id: second.id, ended_at: null },
    ]);
  });

  test("that starts stops the one of another organization", async ({ db, world }) => {
    const { open, foreign, globex, people } = world;
    await addMember(db, globex, people.member, "member");
    const first = await createTimer(db, open, people.member);
    const second = await startTimer(db, people.member, foreign);
    expect(second.organization_id).toBe(globex.id);
    expect(await entriesOf(db, people.member)).toMatchObject([
      { id: first.id, ended_at: second.started_at },
      { id: second.id, ended_at: null },
    ]);
  });

  test("is not started twice by hand", async ({ db, world }) => {
    const { open, people } = world;
    await createTimer(db, open, people.member);
    const attempt = asUser(db, people.member, () =>
      db.count("insert into time_entries (organization_id, project_id) values ($1, $2)", [
        open.organization_id,
        open.id,
      ]),
    );
    expect(await codeOf(attempt)).toBe("timer_running");
    await db.all("alter table time_entries disable trigger _310_refuse_second_timer");
    expect(await codeOf(createTimer(db, open, people.member))).toBe("23P01");
  });

  test("is stopped by who manages time", async ({ db, world }) => {
    const entry = await createTimer(db, world.open, world.people.member);
    const stopped = asUser(db, world.people.manager, () =>
      db.count("update time_entries set ended_at = now() where id = $1", [entry.id]),
    );
    expect(await stopped).toBe(1);
  });
});

describe("stop_timer says that nothing runs", () => {
  const stop = (db: Database, user: User, organizationId: string | null = null) =>
    codeOf(asUser(db, user, () => db.one("select stop_timer($1)", [organizationId])));

  test("when nothing does, and when it was stopped already", async ({ db, world }) => {
    const { open, people } = world;
    expect(await stop(db, people.member)).toBe("timer_not_running");
    await startTimer(db, people.member, open);
    await stopTimer(db, people.member);
    expect(await stop(db, people.member)).toBe("timer_not_running");
    expect(await entriesOf(db, people.member)).toHaveLength(1);
  });

  test("when it runs in another organization than the named one", async ({ db, world }) => {
    const { acme, globex, open, people } = world;
    await createTimer(db, open, people.member);
    expect(await stop(db, people.member, globex.id)).toBe("timer_not_running");
    expect(await stop(db, people.member, acme.id)).toBe("succeeded");
  });

  test("when somebody else's does", async ({ db, world }) => {
    await createTimer(db, world.open, world.people.member);
    expect(await stop(db, world.people.manager)).toBe("timer_not_running");
  });
});

describe("start_timer answers", () => {
  const start = (db: Database, user: User, values: (string | null)[]) =>
    codeOf(asUser(db, user, () => db.one("select start_timer($1, $2, $3)", values)));

  test("a stranger: there is no such organization", async ({ db, world }) => {
    const { acme, open, people } = world;
    expect(await start(db, people.stranger, [acme.id, open.id, null])).toBe(
      "organization_not_found",
    );
  });

  test("a viewer: the role does not allow it", async ({ db, world }) => {
    const { acme, open, people } = world;
    expect(await start(db, people.viewer, [acme.id, open.id, null])).toBe("permission_missing");
  });

  test("without a project: it takes one", async ({ db, world }) => {
    const { acme, people } = world;
    expect(await start(db, people.member, [acme.id, null, null])).toBe("project_required");
  });

  test("for a hidden, a foreign and a missing project alike", async ({ db, world }) => {
    const { acme, secret, foreign, people } = world;
    for (const id of [secret.id, foreign.id, randomUUID()]) {
      expect(await start(db, people.member, [acme.id, id, null])).toBe("project_not_found");
    }
  });

  test("for a hidden, a foreign, a missing and another project's task alike", async ({
    db,
    world,
  }) => {
    const { acme, open, secretTask, foreignTask, people } = world;
    for (const id of [secretTask.id, foreignTask.id, randomUUID()]) {
      expect(await start(db, people.member, [acme.id, null, id])).toBe("task_not_found");
      expect(await start(db, people.member, [acme.id, open.id, id])).toBe("task_not_found");
    }
  });

  test("for an archived project: it cannot be changed", async ({ db, world }) => {
    const { acme, open, people } = world;
    await asService(db, () =>
      db.count("update projects set archived_at = now() where id = $1", [open.id]),
    );
    expect(await start(db, people.member, [acme.id, open.id, null])).toBe("project_archived");
  });

  test("a suspended organization's member: it is suspended", async ({ db, world }) => {
    const { acme, open, people } = world;
    await asService(db, () =>
      db.count("update organizations set is_active = false where id = $1", [acme.id]),
    );
    expect(await start(db, people.member, [acme.id, open.id, null])).toBe("organization_suspended");
  });

  test("and a refused start leaves the running timer alone", async ({ db, world }) => {
    const { acme, open, people } = world;
    const entry = await createTimer(db, open, people.member);
    await start(db, people.member, [acme.id, randomUUID(), null]);
    expect(await entriesOf(db, people.member)).toMatchObject([{ id: entry.id, ended_at: null }]);
  });
});

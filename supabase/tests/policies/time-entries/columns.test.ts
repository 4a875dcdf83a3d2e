import { randomUUID } from "node:crypto";
import pg from "pg";
import { describe, expect } from "vitest";
import { asService, asUser, type Database, type User } from "../../helpers/database.ts";
import { codeOf, REFUSED } from "../../helpers/outcomes.ts";
import { test } from "../../helpers/test.ts";
import { at, createEntry } from "../../helpers/time.ts";

function book(db: Database, user: User, values: Record<string, unknown>): Promise<number> {
  const columns = { started_at: at("09:00"), ended_at: at("10:00"), ...values };
  const names = Object.keys(columns);
  return asUser(db, user, () =>
    db.count(
      `insert into time_entries (${names.join(", ")}) values (${names.map((_, n) => `$${n + 1}`)})`,
      Object.values(columns),
    ),
  );
}

describe("a time entry takes its project from its task", () => {
  test("if only the task is given", async ({ db, world }) => {
    const { acme, open, openTask, people } = world;
    await book(db, people.member, { organization_id: acme.id, task_id: openTask.id });
    const rows = await db.all(
      "select project_id, task_id, user_id from time_entries where project_id = $1",
      [open.id],
    );
    expect(rows).toEqual([
      { project_id: open.id, task_id: openTask.id, user_id: people.member.id },
    ]);
  });

  test("and is refused if it is another project's", async ({ db, world }) => {
    const { acme, open, secretTask, people } = world;
    const attempt = book(db, people.owner, {
      organization_id: acme.id,
      project_id: open.id,
      task_id: secretTask.id,
    });
    expect(await codeOf(attempt)).toBe("23503");
  });

  test("and needs one of the two", async ({ db, world }) => {
    const attempt = book(db, world.people.owner, { organization_id: world.acme.id });
    expect(await codeOf(attempt)).toBe("project_required");
  });

  test("a hidden task, a hidden project and what is not there sound alike", async ({
    db,
    world,
  }) => {
    const { acme, secret, secretTask, people } = world;
    const answers = new Set<string>();
    for (const where of [
      { task_id: secretTask.id },
      { task_id: randomUUID() },
      { project_id: secret.id },
      { project_id: randomUUID() },
      { project_id: world.foreign.id },
    ]) {
      try {
        await book(db, people.member, { organization_id: acme.id, ...where });
      } catch (error) {
        if (!(error instanceof pg.DatabaseError)) throw error;
        answers.add(`${error.code} ${error.message}`);
      }
    }
    expect([...answers]).toEqual([
      `${REFUSED} new row violates row-level security policy for table "time_entries"`,
    ]);
  });

  test("and stays with the project when the task is deleted", async ({ db, world }) => {
    const { open, openTask, people } = world;
    await createEntry(db, open, people.member, { task: openTask });
    await asUser(db, people.manager, () =>
      db.count("delete from tasks where id = $1", [openTask.id]),
    );
    const rows = await db.all("select task_id from time_entries where project_id = $1", [open.id]);
    expect(rows).toEqual([{ task_id: null }]);
  });
});

describe("nobody moves time out of the rules' reach", () => {
  test.for(["user_id", "organization_id", "created_by", "version", "created_at"])(
    "an owner cannot change its %s",
    async (column, { db, world }) => {
      const entry = await createEntry(db, world.open, world.people.member);
      const attempt = asUser(db, world.people.owner, () =>
        db.count(`update time_entries set ${column} = ${column} where id = $1`, [entry.id]),
      );
      expect(await codeOf(attempt)).toBe(REFUSED);
    },
  );

  test("a member cannot move their time to a project that is hidden from them", async ({
    db,
    world,
  }) => {
    const entry = await createEntry(db, world.open, world.people.member);
    for (const project of [world.secret.id, randomUUID()]) {
      const attempt = asUser(db, world.people.member, () =>
        db.count("update time_entries set project_id = $2 where id = $1", [entry.id, project]),
      );
      expect(await codeOf(attempt)).toBe(REFUSED);
    }
  });

  test("time is not booked for somebody who never was a member", async ({ db, world }) => {
    const attempt = book(db, world.people.owner, {
      organization_id: world.acme.id,
      project_id: world.open.id,
      user_id: world.people.stranger.id,
    });
    expect(await codeOf(attempt)).toBe("23503");
  });

  test("it is booked for somebody who has left", async ({ db, world }) => {
    const { acme, open, people } = world;
    await asService(db, () =>
      db.count("delete from memberships where user_id = $1", [people.member.id]),
    );
    const booked = book(db, people.manager, {
      organization_id: acme.id,
      project_id: open.id,
      user_id: people.member.id,
    });
    expect(await booked).toBe(1);
  });

  test("who entered it stays known", async ({ db, world }) => {
    const { acme, open, people } = world;
    await book(db, people.manager, {
      organization_id: acme.id,
      project_id: open.id,
      user_id: people.member.id,
    });
    const rows = await db.all(
      "select user_id, created_by from time_entries where project_id = $1",
      [open.id],
    );
    expect(rows).toEqual([{ user_id: people.member.id, created_by: people.manager.id }]);
  });
});

describe("one's own time", () => {
  test("stays readable and fixed where the project is hidden now", async ({ db, world }) => {
    const { member } = world.people;
    const entry = await createEntry(db, world.secret, member);
    const mine = (sql: string) => asUser(db, member, () => db.count(sql, [entry.id]));
    expect(await mine("select from time_entries where id = $1")).toBe(1);
    expect(await mine("update time_entries set description = 'X' where id = $1")).toBe(0);
    expect(await mine("delete from time_entries where id = $1")).toBe(0);
  });

  test("is gone from sight with the membership, and stays for others", async ({ db, world }) => {
    const { member, manager } = world.people;
    const entry = await createEntry(db, world.open, member);
    await asService(db, () => db.count("delete from memberships where user_id = $1", [member.id]));
    const sees = (user: User) =>
      asUser(db, user, () => db.count("select from time_entries where id = $1", [entry.id]));
    expect(await sees(member)).toBe(0);
    expect(await sees(manager)).toBe(1);
  });

  test("is not shown to a password alone where there is a second factor", async ({ db, world }) => {
    const { member } = world.people;
    await createEntry(db, world.open, member);
    await db.count(
      `insert into auth.mfa_factors (id, user_id, factor_type, status, created_at, updated_at)
       values (gen_random_uuid(), $1, 'totp', 'verified', now(), now())`,
      [member.id],
    );
    const sees = (aal: string) =>
      asUser(db, member, () => db.count("select from time_entries"), { aal });
    expect(await sees("aal1")).toBe(0);
    expect(await sees("aal2")).toBe(1);
  });
});

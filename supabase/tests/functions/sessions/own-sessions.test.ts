import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { asAnon, asUser, type Database, type User } from "../../helpers/database.ts";
import { codeOf } from "../../helpers/outcomes.ts";
import { createUser } from "../../helpers/rows.ts";
import { test } from "../../helpers/test.ts";

interface SessionRow {
  id: string;
  user_agent: string | null;
  ip: string | null;
  last_used_at: Date;
  is_current: boolean;
}

/** A session as Auth keeps it, begun `ageMinutes` ago. */
async function createSession(
  db: Database,
  user: User,
  values: { ageMinutes?: number; refreshedMinutesAgo?: number; isOver?: boolean } = {},
): Promise<string> {
  const { id } = await db.one<{ id: string }>(
    `insert into auth.sessions (id, user_id, created_at, refreshed_at, not_after, user_agent, ip)
     values (
       $1, $2, now() - make_interval(mins => $3),
       now() at time zone 'utc' - make_interval(mins => $4),
       case when $5 then now() - interval '1 minute' end,
       'Browser', '203.0.113.7'
     )
     returning id`,
    [
      randomUUID(),
      user.id,
      values.ageMinutes ?? 60,
      values.refreshedMinutesAgo ?? null,
      values.isOver ?? false,
    ],
  );
  return id;
}

function sessionsOf(db: Database, user: User, claims: Record<string, unknown>) {
  return asUser(db, user, () => db.all<SessionRow>("select * from my_sessions()"), claims);
}

function end(db: Database, user: User, id: string, claims: Record<string, unknown>) {
  return codeOf(asUser(db, user, () => db.all("select end_session($1)", [id]), claims));
}

async function livingSessions(db: Database, user: User): Promise<string[]> {
  const rows = await db.all<{ id: string }>("select id from auth.sessions where user_id = $1", [
    user.id,
  ]);
  return rows.map(({ id }) => id);
}

describe("my_sessions", () => {
  test("names one's own, this one first, then those used last", async ({ db }) => {
    const [ana, ben] = [await createUser(db), await createUser(db)];
    const current = await createSession(db, ana, { ageMinutes: 500 });
    const old = await createSession(db, ana, { ageMinutes: 300 });
    const renewed = await createSession(db, ana, { ageMinutes: 400, refreshedMinutesAgo: 5 });
    await createSession(db, ana, { isOver: true });
    await createSession(db, ben);

    const rows = await sessionsOf(db, ana, { session_id: current });
    expect(rows.map(({ id }) => id)).toEqual([current, renewed, old]);
    expect(rows.map(({ is_current }) => is_current)).toEqual([true, false, false]);
    expect(rows[0]).toMatchObject({ user_agent: "Browser", ip: "203.0.113.7" });
    const { moment } = await db.one<{ moment: Date }>("select now() - interval '5 min' as moment");
    expect(rows[1]?.last_used_at).toEqual(moment);
  });

  test("is not for visitors", async ({ db }) => {
    expect(await codeOf(asAnon(db, () => db.all("select * from my_sessions()")))).toBe("42501");
  });
});

describe("end_session", () => {
  test("ends another of one's own, once", async ({ db }) => {
    const ana = await createUser(db);
    const current = await createSession(db, ana);
    const other = await createSession(db, ana);
    const claims = { session_id: current };
    expect(await end(db, ana, other, claims)).toBe("succeeded");
    expect(await livingSessions(db, ana)).toEqual([current]);
    expect(await end(db, ana, other, claims)).toBe("session_not_found");
  });

  test("does not end another person's", async ({ db }) => {
    const [ana, ben] = [await createUser(db), await createUser(db)];
    const session_id = await createSession(db, ana);
    const theirs = await createSession(db, ben);
    expect(await end(db, ana, theirs, { session_id })).toBe("session_not_found");
    expect(await livingSessions(db, ben)).toEqual([theirs]);
  });
});

describe("neither is for", () => {
  const claimsOf: Record<string, (db: Database, user: User) => Promise<Record<string, unknown>>> = {
    "the token of a session that has ended": async () => ({ session_id: randomUUID() }),
    "the token of a session that is over": async (db, user) => ({
      session_id: await createSession(db, user, { isOver: true }),
    }),
    "a token that names another person's session": async (db) => ({
      session_id: await createSession(db, await createUser(db)),
    }),
    "what has no session, such as an API key": async () => ({}),
  };

  test.for(Object.keys(claimsOf))("%s", async (name, { db }) => {
    const ana = await createUser(db);
    const other = await createSession(db, ana);
    const claims = (await claimsOf[name]?.(db, ana)) ?? {};
    expect(await codeOf(sessionsOf(db, ana, claims))).toBe("session_required");
    expect(await end(db, ana, other, claims)).toBe("session_required");
    expect(await livingSessions(db, ana)).toContain(other);
  });

  test("a password alone, where there is a second factor", async ({ db }) => {
    const ana = await createUser(db);
    const current = await createSession(db, ana);
    const other = await createSession(db, ana);
    await db.count(
      `insert into auth.mfa_factors (id, user_id, friendly_name, factor_type, status, created_at, updated_at)
       values ($1, $2, 'phone', 'totp', 'verified', now(), now())`,
      [randomUUID(), ana.id],
    );
    const half = { session_id: current, aal: "aal1" };
    expect(await codeOf(sessionsOf(db, ana, half))).toBe("second_factor_required");
    expect(await end(db, ana, other, half)).toBe("second_factor_required");
    expect(await livingSessions(db, ana)).toContain(other);
    expect(await end(db, ana, other, { ...half, aal: "aal2" })).toBe("succeeded");
  });
});

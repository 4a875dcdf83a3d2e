import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Sql, timestamp } from "./database.ts";
import { insertRefreshToken } from "./refresh-tokens.ts";
import type { Origin } from "./request.ts";
import type { User } from "./users.ts";

const sessionSchema = z.object({
  id: z.string(),
  user_id: z.string(),
  created_at: timestamp,
  not_after: timestamp,
  /** Without time zone in the table: UTC. */
  refreshed_at: timestamp,
  methods: z.array(z.object({ method: z.string(), timestamp: z.int() })),
});
export type Session = z.infer<typeof sessionSchema>;

/** How a session was proven: `amr` of the token. */
export type SignInMethod =
  | "password"
  | "otp"
  | "anonymous"
  | "email/signup"
  | "magiclink"
  | "recovery"
  | "email_change"
  | "invite";

/** Methods that prove possession of a second factor; one of them lifts a session to aal2. */
const SECOND_FACTORS: readonly string[] = ["totp", "mfa/phone", "mfa/webauthn"];

/** Methods that stand for "I have forgotten my password". */
const RECOVERIES: readonly string[] = ["otp", "magiclink", "recovery"];

export type AssuranceLevel = "aal1" | "aal2";

export function assuranceLevel({ methods }: Session): AssuranceLevel {
  return methods.some(({ method }) => SECOND_FACTORS.includes(method)) ? "aal2" : "aal1";
}

export function isRecovery({ methods }: Session): boolean {
  return methods.some(({ method }) => RECOVERIES.includes(method));
}

const SELECT_SESSION = `
  select s.id, s.user_id, s.created_at, s.not_after,
    s.refreshed_at at time zone 'utc' as refreshed_at,
    coalesce(
      (
        select json_agg(json_build_object(
          'method', c.authentication_method,
          'timestamp', floor(extract(epoch from c.updated_at))::bigint
        ))
        from auth.mfa_amr_claims c
        where c.session_id = s.id
      ),
      '[]'
    ) as methods
  from auth.sessions s`;

export function findSession(sql: Sql, id: string): Promise<Session | undefined> {
  return sql.first(sessionSchema, `${SELECT_SESSION} where s.id = $1`, [id]);
}

/** As `findSession`, and whoever else wants this session waits until the transaction ends. */
export async function lockSession(sql: Sql, id: string): Promise<Session | undefined> {
  await sql.run("select from auth.sessions where id = $1 for update", [id]);
  return findSession(sql, id);
}

/** A new session of the user with its first refresh token. */
export async function startSession(
  sql: Sql,
  user: User,
  method: SignInMethod,
  origin: Origin,
): Promise<{ session: Session; refreshToken: string }> {
  const id = randomUUID();
  await sql.run(
    `insert into auth.sessions (id, user_id, created_at, updated_at, aal, user_agent, ip)
    values ($1, $2, now(), now(), 'aal1', $3, $4)`,
    [id, user.id, origin.userAgent, origin.ip],
  );
  await sql.run(
    `insert into auth.mfa_amr_claims (id, session_id, created_at, updated_at, authentication_method)
    values ($1, $2, now(), now(), $3)`,
    [randomUUID(), id, method],
  );
  const refreshToken = await insertRefreshToken(sql, { userId: user.id, sessionId: id });
  const session = await findSession(sql, id);
  if (!session) throw new Error("the session that was just made is not there");
  return { session, refreshToken };
}

/** Notes from where a session was last kept alive. `refreshed_at` has no time zone: it is UTC. */
export async function touchSession(sql: Sql, id: string, origin: Origin): Promise<void> {
  await sql.run(
    `update auth.sessions
    set refreshed_at = now() at time zone 'utc', updated_at = now(), user_agent = $2, ip = $3
    where id = $1`,
    [id, origin.userAgent, origin.ip],
  );
}

/** A second factor has been proven in this session, by this factor. */
export async function raiseSession(sql: Sql, id: string, factorId: string): Promise<void> {
  await sql.run(
    `insert into auth.mfa_amr_claims
      (id, session_id, created_at, updated_at, authentication_method)
    values ($1, $2, now(), now(), 'totp')
    on conflict (session_id, authentication_method) do update set updated_at = now()`,
    [randomUUID(), id],
  );
  await sql.run("update auth.sessions set aal = 'aal2', factor_id = $2 where id = $1", [
    id,
    factorId,
  ]);
}

/** What the factor proved counts no longer. */
export async function lowerSessions(sql: Sql, userId: string, factorId: string): Promise<void> {
  await sql.run(
    `delete from auth.mfa_amr_claims
    where authentication_method = 'totp'
      and session_id in (
        select id from auth.sessions where user_id = $1 and factor_id = $2
      )`,
    [userId, factorId],
  );
  await sql.run(
    `update auth.sessions
    set aal = 'aal1', factor_id = null
    where user_id = $1 and factor_id = $2`,
    [userId, factorId],
  );
}

/** Sessions that were begun without the second factor end when there is one. */
export async function endLowerSessions(sql: Sql, userId: string): Promise<void> {
  await sql.run("delete from auth.sessions where user_id = $1 and aal < 'aal2'", [userId]);
}

/** Ending a session deletes it; its refresh tokens go with it. */
export async function endSession(sql: Sql, id: string): Promise<void> {
  await sql.run("delete from auth.sessions where id = $1", [id]);
}

export async function endOtherSessions(sql: Sql, userId: string, keep: string): Promise<void> {
  await sql.run("delete from auth.sessions where user_id = $1 and id <> $2", [userId, keep]);
}

export async function endAllSessions(sql: Sql, userId: string): Promise<void> {
  await sql.run("delete from auth.sessions where user_id = $1", [userId]);
}

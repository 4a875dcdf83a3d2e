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
  methods: z.array(z.object({ method: z.string(), timestamp: z.int() })),
});
export type Session = z.infer<typeof sessionSchema>;

/** How a session was proven: `amr` of the token. */
export type SignInMethod = "password";

const SELECT_SESSION = `
  select s.id, s.user_id, s.created_at, s.not_after,
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
export function lockSession(sql: Sql, id: string): Promise<Session | undefined> {
  return sql.first(sessionSchema, `${SELECT_SESSION} where s.id = $1 for update of s`, [id]);
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

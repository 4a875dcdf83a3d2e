import { randomInt } from "node:crypto";
import { z } from "zod";
import { type Sql, timestamp } from "./database.ts";
import { NIL_UUID } from "./users.ts";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
const LENGTH = 12;

export const REFRESH_TOKEN_PATTERN = /^[a-z0-9]{12}$/;

const refreshTokenSchema = z.object({
  token: z.string(),
  parent: z.string().nullable(),
  session_id: z.string().nullable(),
  user_id: z.string(),
  revoked: z.boolean().nullable(),
  updated_at: timestamp,
  is_within_reuse_interval: z.boolean(),
});
export type RefreshToken = z.infer<typeof refreshTokenSchema>;

/**
 * `reuseInterval` in seconds: how long after its rotation a token still counts as innocently
 * repeated.
 */
export function findRefreshToken(
  sql: Sql,
  token: string,
  reuseInterval: number,
): Promise<RefreshToken | undefined> {
  return sql.first(
    refreshTokenSchema,
    `select token, parent, session_id, user_id, revoked, updated_at,
      clock_timestamp() <= updated_at + make_interval(secs => $2) as is_within_reuse_interval
    from auth.refresh_tokens
    where token = $1`,
    [token, reuseInterval],
  );
}

/** The newest token of a session that was not rotated away. */
export function findActiveToken(
  sql: Sql,
  sessionId: string,
): Promise<{ token: string; parent: string | null } | undefined> {
  return sql.first(
    refreshTokenSchema.pick({ token: true, parent: true }),
    `select token, parent
    from auth.refresh_tokens
    where session_id = $1 and revoked is false
    order by id desc
    limit 1`,
    [sessionId],
  );
}

export async function insertRefreshToken(
  sql: Sql,
  { userId, sessionId, parent }: { userId: string; sessionId: string; parent?: string },
): Promise<string> {
  const token = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  await sql.run(
    `insert into auth.refresh_tokens
      (instance_id, token, user_id, revoked, created_at, updated_at, parent, session_id)
    values ($1, $2, $3, false, now(), now(), $4, $5)`,
    [NIL_UUID, token, userId, parent ?? null, sessionId],
  );
  return token;
}

/**
 * The time of the first rotation stays: repeating a token does not prolong the time in which it may
 * be.
 */
export async function revokeToken(sql: Sql, token: string): Promise<void> {
  await sql.run(
    `update auth.refresh_tokens
    set revoked = true, updated_at = now()
    where token = $1 and revoked is not true`,
    [token],
  );
}

/** After a theft nobody keeps a token of the session, the thief included. */
export async function revokeSessionTokens(sql: Sql, sessionId: string): Promise<void> {
  await sql.run(
    `update auth.refresh_tokens
    set revoked = true, updated_at = now()
    where session_id = $1 and revoked is false`,
    [sessionId],
  );
}

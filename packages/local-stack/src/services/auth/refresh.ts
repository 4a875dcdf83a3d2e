import { writeAudit } from "./audit.ts";
import type { AuthContext } from "./context.ts";
import type { Sql } from "./database.ts";
import { AuthError } from "./errors.ts";
import {
  findActiveToken,
  findRefreshToken,
  insertRefreshToken,
  type RefreshToken,
  revokeSessionTokens,
  revokeToken,
} from "./refresh-tokens.ts";
import type { Origin } from "./request.ts";
import { sessionJson } from "./session-response.ts";
import { lockSession, type Session, touchSession } from "./sessions.ts";
import { findUser, isBanned, isDeleted, type User } from "./users.ts";

function refused(code: ConstructorParameters<typeof AuthError>[1], reason: string): AuthError {
  return new AuthError(400, code, `Invalid Refresh Token: ${reason}`);
}

/**
 * Trades a refresh token for the next one, with GoTrue's answers to a token that comes twice
 * (https://supabase.com/docs/guides/auth/sessions):
 * - the parent of the session's active token gets that active token again, so concurrent refreshes,
 *   and a client that lost the answer, all end up with the same one;
 * - an older one is taken for innocent within the reuse interval, and after it for stolen: then
 *   every token of the session is revoked.
 */
export async function refreshSession(context: AuthContext, token: string, origin: Origin) {
  const { config, database } = context;
  const outcome = await database.transaction(async (sql) => {
    const { user, session, current } = await lockFamily(context, sql, token);
    const next = await nextToken(context, sql, current, session.id);
    if (next.kind === "stolen") {
      if (config.enable_refresh_token_rotation) await revokeSessionTokens(sql, session.id);
      // Returned, not thrown: the revocation has to be committed.
      return refused("refresh_token_already_used", "Already Used");
    }
    await writeAudit(sql, user, "token_refreshed", origin);
    if (next.kind === "swapped") await writeAudit(sql, user, "token_revoked", origin);
    await touchSession(sql, session.id, origin);
    const refreshToken = next.token;
    return sessionJson(context, sql, {
      user,
      session,
      method: "token_refresh",
      origin,
      refreshToken,
    });
  });
  if (outcome instanceof AuthError) throw outcome;
  return outcome;
}

/**
 * Locks the session, so that its tokens are traded one after the other, and checks that it may go
 * on.
 */
async function lockFamily(
  context: AuthContext,
  sql: Sql,
  token: string,
): Promise<{ user: User; session: Session; current: RefreshToken }> {
  const interval = context.config.refresh_token_reuse_interval;
  const found = await findRefreshToken(sql, token, interval);
  const session = found?.session_id ? await lockSession(sql, found.session_id) : undefined;
  // Read again: while we waited for the lock, the token may have been traded, or the session ended.
  const current = session && (await findRefreshToken(sql, token, interval));
  const user = current && (await findUser(sql, session.user_id));
  if (!session || !current || !user || isDeleted(user)) {
    throw refused("refresh_token_not_found", "Refresh Token Not Found");
  }
  if (isBanned(user)) throw refused("user_banned", "User Banned");
  requireLiving(context, session, current);
  return { user, session, current };
}

/** `timebox` and `inactivity_timeout` of `[auth.sessions]`; zero is no limit. */
function requireLiving({ config }: AuthContext, session: Session, current: RefreshToken): void {
  const now = Date.now();
  const { timebox, inactivity_timeout: inactivity } = config.sessions;
  const createdAt = session.created_at?.getTime() ?? now;
  const isPastEnd = session.not_after !== null && session.not_after.getTime() < now;
  if (isPastEnd || (timebox > 0 && now > createdAt + timebox)) {
    throw refused("session_expired", "Session Expired");
  }
  const lastSeen =
    session.refreshed_at?.getTime() ??
    Math.max(createdAt, current.updated_at?.getTime() ?? createdAt);
  if (inactivity > 0 && now > lastSeen + inactivity) {
    throw refused("session_expired", "Session Expired (Inactivity)");
  }
}

type Next = { kind: "swapped" | "repeated"; token: string } | { kind: "stolen" };

async function nextToken(
  context: AuthContext,
  sql: Sql,
  current: RefreshToken,
  sessionId: string,
): Promise<Next> {
  if (current.revoked) {
    const active = await findActiveToken(sql, sessionId);
    if (active?.parent === current.token) return { kind: "repeated", token: active.token };
    if (!current.is_within_reuse_interval) {
      context.log.warn({ session: sessionId }, "a refresh token was used again after its rotation");
      return { kind: "stolen" };
    }
  }
  await revokeToken(sql, current.token);
  const { user_id: userId, token: parent } = current;
  return { kind: "swapped", token: await insertRefreshToken(sql, { userId, sessionId, parent }) };
}

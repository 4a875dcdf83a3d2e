import { randomUUID } from "node:crypto";
import { z } from "zod";
import { writeAudit } from "./audit.ts";
import type { AuthContext } from "./context.ts";
import { type Sql, timestamp } from "./database.ts";
import { AuthError } from "./errors.ts";
import type { SessionCaller } from "./factors.ts";
import type { MailRequest } from "./mail/deliver.ts";
import { notify } from "./mail/notifications.ts";
import { findActiveToken, insertRefreshToken, revokeToken } from "./refresh-tokens.ts";
import type { Origin } from "./request.ts";
import { type SessionJson, sessionJson } from "./session-response.ts";
import { endLowerSessions, findSession, lockSession, raiseSession } from "./sessions.ts";
import { findStep } from "./totp.ts";
import { type Factor, findUser, lockUser } from "./users.ts";

const LIFETIME_SECONDS = 300;

/** Asks for a code of the factor. */
export async function challengeFactor(
  context: AuthContext,
  { user }: SessionCaller,
  factor: Factor,
  origin: Origin,
) {
  const id = randomUUID();
  await context.database.transaction(async (sql) => {
    // First, and with the lock that it takes: a challenge refers to the factor, and of two that did so
    // before changing it, each would wait for the other.
    await sql.run(
      "update auth.mfa_factors set last_challenged_at = clock_timestamp() where id = $1",
      [factor.id],
    );
    await sql.run(
      `insert into auth.mfa_challenges (id, factor_id, created_at, ip_address)
      values ($1, $2, now(), $3)`,
      [id, factor.id, addressOf(origin)],
    );
    await writeAudit(sql, user, "challenge_created", origin, {
      factor_id: factor.id,
      factor_status: factor.status,
    });
  });
  return {
    id,
    type: factor.factor_type,
    expires_at: Math.floor(Date.now() / 1000) + LIFETIME_SECONDS,
  };
}

/** The column is never null; without a known address all share this one. */
function addressOf({ ip }: Origin): string {
  return ip ?? "0.0.0.0";
}

const challengeSchema = z.object({
  created_at: timestamp,
  verified_at: timestamp,
  ip_address: z.string(),
});

/**
 * Answers a challenge. The session is lifted to aal2 and gets new tokens; the account's sessions that
 * were begun without the second factor end.
 */
export async function verifyFactor(
  context: AuthContext,
  { user: caller, session: current }: SessionCaller,
  factor: Factor,
  { challengeId, code, request }: { challengeId: string; code: string; request: MailRequest },
): Promise<SessionJson> {
  const { origin } = request;
  const session = await context.database.transaction(async (sql) => {
    const user = await lockUser(sql, caller.id);
    const locked = await lockSession(sql, current.id);
    if (!user || !locked) {
      throw new AuthError(403, "session_not_found", "The session does not exist any more");
    }
    const secret = await lockSecret(sql, factor.id);
    await requireChallenge(sql, factor.id, challengeId, origin);
    const step = findStep(secret, code);
    if (step === undefined || (await isUsedUp(sql, factor.id, step))) {
      throw new AuthError(422, "mfa_verification_failed", "Invalid TOTP code entered");
    }
    await sql.run(
      "update auth.mfa_challenges set verified_at = now(), otp_code = $2 where id = $1",
      [challengeId, String(step)],
    );
    await sql.run(
      "update auth.mfa_factors set status = 'verified', updated_at = now() where id = $1",
      [factor.id],
    );
    await writeAudit(sql, user, "verification_attempted", origin, {
      factor_id: factor.id,
      challenge_id: challengeId,
      factor_type: factor.factor_type,
    });
    await raiseSession(sql, locked.id, factor.id);
    await endLowerSessions(sql, user.id);
    await sql.run(
      `delete from auth.mfa_factors
      where user_id = $1 and status = 'unverified' and factor_type = 'totp'`,
      [user.id],
    );
    return renewTokens(context, sql, { userId: user.id, sessionId: locked.id, origin });
  });
  if (factor.status === "unverified") {
    await notify(context, caller, "mfa_factor_enrolled", request, {
      FactorType: factor.factor_type,
    });
  }
  return session;
}

async function lockSecret(sql: Sql, factorId: string): Promise<string> {
  const row = await sql.first(
    z.object({ secret: z.string() }),
    "select secret from auth.mfa_factors where id = $1 for update",
    [factorId],
  );
  if (!row) throw new AuthError(404, "mfa_factor_not_found", "Factor not found");
  return row.secret;
}

async function requireChallenge(
  sql: Sql,
  factorId: string,
  id: string,
  origin: Origin,
): Promise<void> {
  const challenge = await sql.first(
    challengeSchema,
    `select created_at, verified_at, host(ip_address) as ip_address
    from auth.mfa_challenges
    where id = $1 and factor_id = $2`,
    [id, factorId],
  );
  if (!challenge) {
    throw new AuthError(
      422,
      "mfa_factor_not_found",
      "MFA factor with the provided challenge ID not found",
    );
  }
  if (challenge.verified_at !== null || challenge.ip_address !== addressOf(origin)) {
    throw new AuthError(
      422,
      "mfa_ip_address_mismatch",
      "Challenge and verify IP addresses mismatch.",
    );
  }
  const age = Date.now() - (challenge.created_at?.getTime() ?? 0);
  if (age > LIFETIME_SECONDS * 1000) {
    throw new AuthError(
      422,
      "mfa_challenge_expired",
      `MFA challenge ${id} has expired, verify against another challenge or create a new challenge.`,
    );
  }
}

/**
 * A code is good once (RFC 6238 §5.2), whichever challenge it answers: `otp_code`, which phones would
 * use, holds the step of the clock whose code answered a challenge.
 */
async function isUsedUp(sql: Sql, factorId: string, step: number): Promise<boolean> {
  const row = await sql.first(
    z.object({ used: z.boolean() }),
    `select exists (
      select from auth.mfa_challenges
      where factor_id = $1 and verified_at is not null and otp_code::bigint >= $2
    ) as used`,
    [factorId, step],
  );
  return row?.used ?? true;
}

async function renewTokens(
  context: AuthContext,
  sql: Sql,
  { userId, sessionId, origin }: { userId: string; sessionId: string; origin: Origin },
): Promise<SessionJson> {
  const user = await findUser(sql, userId);
  const session = await findSession(sql, sessionId);
  if (!user || !session) throw new Error("the session that was just raised is not there");
  const active = await findActiveToken(sql, sessionId);
  if (active) await revokeToken(sql, active.token);
  const parent = active ? { parent: active.token } : {};
  const refreshToken = await insertRefreshToken(sql, { userId, sessionId, ...parent });
  return sessionJson(context, sql, { user, session, method: "totp", origin, refreshToken });
}

import { randomUUID } from "node:crypto";
import { DatabaseError } from "pg";
import { writeAudit } from "./audit.ts";
import type { AuthContext, Caller } from "./context.ts";
import type { Sql } from "./database.ts";
import { AuthError } from "./errors.ts";
import type { MailRequest } from "./mail/deliver.ts";
import { notify } from "./mail/notifications.ts";
import type { Origin } from "./request.ts";
import { assuranceLevel, lowerSessions, type Session } from "./sessions.ts";
import { createTotp } from "./totp.ts";
import { type Factor, hasVerifiedFactor, lockUser, type User } from "./users.ts";

/** How long a factor may wait for its first code. */
const UNVERIFIED_MINUTES = 5;

/** A caller whose token belongs to a session: a factor raises sessions. */
export type SessionCaller = Caller & { session: Session };

export interface Enrollment {
  friendlyName: string;
  issuer: string;
}

/** Makes a TOTP factor, which counts once it was verified. */
export async function enrollTotp(
  context: AuthContext,
  { user: caller, session }: SessionCaller,
  { friendlyName, issuer }: Enrollment,
  origin: Origin,
) {
  const id = randomUUID();
  const site = issuer || URL.parse(context.config.site_url)?.host || "localhost";
  const totp = createTotp(site, caller.email || caller.id);
  try {
    await context.database.transaction(async (sql) => {
      await removeForgotten(sql, caller.id);
      const user = await lockUser(sql, caller.id);
      if (!user) throw new AuthError(403, "user_not_found", "User does not exist any more");
      requireRoom(context, user, session, friendlyName);
      await sql.run(
        `insert into auth.mfa_factors
          (id, user_id, friendly_name, factor_type, status, secret, created_at, updated_at)
        values ($1, $2, $3, 'totp', 'unverified', $4, now(), now())`,
        [id, user.id, friendlyName, totp.secret],
      );
      await writeAudit(sql, user, "factor_in_progress", origin, { factor_id: id });
    });
  } catch (error) {
    if (isTakenName(error)) throw nameConflict(friendlyName);
    throw error;
  }
  return {
    id,
    type: "totp",
    friendly_name: friendlyName,
    totp: { qr_code: totp.qrCode, secret: totp.secret, uri: totp.uri },
  };
}

async function removeForgotten(sql: Sql, userId: string): Promise<void> {
  await sql.run(
    `delete from auth.mfa_factors
    where user_id = $1 and status = 'unverified'
      and created_at < now() - make_interval(mins => $2)`,
    [userId, UNVERIFIED_MINUTES],
  );
}

function requireRoom(
  { config }: AuthContext,
  user: User,
  session: Session,
  friendlyName: string,
): void {
  if (user.factors.some((factor) => (factor.friendly_name ?? "") === friendlyName)) {
    throw nameConflict(friendlyName);
  }
  if (user.factors.length >= config.mfa.max_enrolled_factors) {
    throw new AuthError(
      422,
      "too_many_enrolled_mfa_factors",
      "Maximum number of verified factors reached, unenroll to continue",
    );
  }
  // Otherwise whoever knows the password alone could add a factor of their own.
  if (hasVerifiedFactor(user) && assuranceLevel(session) !== "aal2") {
    throw new AuthError(403, "insufficient_aal", "AAL2 required to enroll a new factor");
  }
}

function nameConflict(name: string): AuthError {
  return new AuthError(
    422,
    "mfa_factor_name_conflict",
    `A factor with the friendly name "${name}" for this user already exists`,
  );
}

function isTakenName(error: unknown): boolean {
  return (
    error instanceof DatabaseError && error.constraint === "mfa_factors_user_friendly_name_unique"
  );
}

/** Takes a factor away, and what sessions had by it. */
export async function unenroll(
  context: AuthContext,
  { user, session }: SessionCaller,
  factor: Factor,
  request: MailRequest,
): Promise<void> {
  if (factor.status === "verified" && assuranceLevel(session) !== "aal2") {
    throw new AuthError(422, "insufficient_aal", "AAL2 required to unenroll verified factor");
  }
  await context.database.transaction(async (sql) => {
    await lockUser(sql, user.id);
    await deleteFactor(sql, user.id, factor.id);
    await writeAudit(sql, user, "factor_unenrolled", request.origin, {
      factor_id: factor.id,
      factor_status: factor.status,
      session_id: session.id,
    });
  });
  if (factor.status === "verified") {
    await notify(context, user, "mfa_factor_unenrolled", request, {
      FactorType: factor.factor_type,
    });
  }
}

export async function deleteFactor(sql: Sql, userId: string, factorId: string): Promise<void> {
  await sql.run("delete from auth.mfa_factors where id = $1 and user_id = $2", [factorId, userId]);
  await lowerSessions(sql, userId, factorId);
}

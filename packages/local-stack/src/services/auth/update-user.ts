import { timingSafeEqual } from "node:crypto";
import { writeAudit } from "./audit.ts";
import { acceptEmailChange, emailExists, isTakenAddress } from "./confirmations.ts";
import type { AuthContext, Caller } from "./context.ts";
import type { Sql } from "./database.ts";
import { AuthError, databaseFailure } from "./errors.ts";
import { type CodeChallenge, startFlow } from "./flow-state.ts";
import type { MailRequest } from "./mail/deliver.ts";
import { sendEmailChange } from "./mail/mails.ts";
import { notify } from "./mail/notifications.ts";
import { hashCode, removeAllTokens } from "./one-time-tokens.ts";
import {
  assuranceLevel,
  endAllSessions,
  endOtherSessions,
  isRecovery,
  type Session,
} from "./sessions.ts";
import {
  findUser,
  findUserByEmail,
  hasVerifiedFactor,
  lockUser,
  mergeMetadata,
  type User,
} from "./users.ts";

export interface UserChanges {
  email?: string | undefined;
  password?: string | undefined;
  /** Asked for where the project wants the old password along with a new one. */
  currentPassword?: string | undefined;
  /** The mailed code of a reauthentication. */
  nonce?: string | undefined;
  data?: Readonly<Record<string, unknown>> | undefined;
  challenge?: CodeChallenge | undefined;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Changes the caller's own account and answers it as it is then. */
export async function updateUser(
  context: AuthContext,
  caller: Caller,
  changes: UserChanges,
  request: MailRequest,
): Promise<User> {
  const { email, password } = changes;
  requireAllowed(caller, changes);
  if (email !== undefined) await requireFreeAddress(context, caller.user, email);
  const passwordHash =
    password === undefined ? undefined : await hashNewPassword(context, caller, changes);
  const transaction = email === undefined ? context.database.transaction : context.mailTransaction;
  const updated = await transaction((sql) =>
    applyChanges(context, sql, caller, { changes, passwordHash, request }),
  ).catch((error: unknown) => {
    if (error instanceof AuthError) throw error;
    if (isTakenAddress(error)) throw emailExists();
    throw databaseFailure("Error updating user", error);
  });
  if (passwordHash !== undefined) await notify(context, updated, "password_changed", request);
  return updated;
}

async function applyChanges(
  context: AuthContext,
  sql: Sql,
  caller: Caller,
  {
    changes: { email, data, nonce, challenge },
    passwordHash,
    request,
  }: { changes: UserChanges; passwordHash: string | undefined; request: MailRequest },
): Promise<User> {
  const user = await lockUser(sql, caller.user.id);
  if (!user) throw userGone();
  const { origin } = request;
  if (passwordHash !== undefined) {
    if (needsNonce(context, caller)) requireNonce(context, user, nonce ?? "");
    await setPassword(sql, user, passwordHash, caller.session);
    await writeAudit(sql, user, "user_updated_password", origin);
  }
  if (data !== undefined) await setUserMetadata(sql, user, data);
  if (email !== undefined) {
    if (user.is_anonymous && !context.config.email.enable_confirmations) {
      await acceptEmailChange(sql, (await findUser(sql, user.id)) ?? user, email, origin);
    } else {
      if (challenge) await startFlow(sql, user.id, "email_change", challenge);
      const isPkce = challenge !== undefined;
      await sendEmailChange(context, sql, user, email, { ...request, isPkce });
    }
  }
  await writeAudit(sql, user, "user_modified", origin);
  const updated = await findUser(sql, user.id);
  if (!updated) throw userGone();
  return updated;
}

/** What the kind of account and of session forbid. */
function requireAllowed({ user, session }: Caller, { email, password }: UserChanges): void {
  if (password === undefined && email === undefined) return;
  if (hasVerifiedFactor(user) && (!session || assuranceLevel(session) !== "aal2")) {
    throw new AuthError(
      401,
      "insufficient_aal",
      "AAL2 session is required to update email or password when MFA is enabled.",
    );
  }
  if (user.is_anonymous && password !== undefined && email === undefined && !user.email) {
    throw new AuthError(
      422,
      "validation_failed",
      "Updating password of an anonymous user without an email or phone is not allowed",
    );
  }
  if (user.is_sso_user) {
    throw new AuthError(
      422,
      "user_sso_managed",
      "Updating email, phone, password of a SSO account only possible via SSO",
    );
  }
}

async function hashNewPassword(
  context: AuthContext,
  caller: Caller,
  { password = "", currentPassword = "", nonce = "" }: UserChanges,
): Promise<string> {
  const { passwords, config } = context;
  const { user, session } = caller;
  if (needsNonce(context, caller)) {
    if (nonce === "") {
      throw new AuthError(
        400,
        "reauthentication_needed",
        "Password update requires reauthentication",
      );
    }
    requireNonce(context, user, nonce);
  }
  const hasPassword = Boolean(user.encrypted_password);
  if (config.email.require_current_password && hasPassword && !(session && isRecovery(session))) {
    if (currentPassword === "") {
      throw new AuthError(
        400,
        "current_password_required",
        "Current password required when setting new password.",
      );
    }
    if (!(await passwords.verify(currentPassword, user.encrypted_password))) {
      throw new AuthError(
        400,
        "current_password_invalid",
        "The current password is not the one of this account.",
      );
    }
  }
  if (await passwords.verify(password, user.encrypted_password)) {
    throw new AuthError(
      422,
      "same_password",
      "New password should be different from the old password.",
    );
  }
  return passwords.hash(password);
}

function needsNonce({ config }: AuthContext, { session }: Caller): boolean {
  const createdAt = session?.created_at?.getTime() ?? 0;
  return config.email.secure_password_change && Date.now() - createdAt > DAY_MS;
}

/**
 * The code of a reauthentication. Looked at once before the work of hashing, and again under the lock
 * of the account, where the change of the password uses it up.
 */
function requireNonce({ config }: AuthContext, user: User, nonce: string): void {
  const sentAt = user.reauthentication_sent_at?.getTime() ?? 0;
  const expected = Buffer.from(user.reauthentication_token ?? "");
  const given = Buffer.from(hashCode(user.email ?? "", nonce));
  const isValid =
    expected.length === given.length &&
    timingSafeEqual(expected, given) &&
    Date.now() <= sentAt + config.email.otp_expiry * 1000;
  if (!isValid) {
    throw new AuthError(422, "reauthentication_not_valid", "Nonce has expired or is invalid");
  }
}

/**
 * Whoever changes the password may distrust what was asked for with the old one: other sessions and
 * mails end.
 */
export async function setPassword(
  sql: Sql,
  user: User,
  passwordHash: string,
  session: Session | undefined,
): Promise<void> {
  await sql.run(
    `update auth.users
    set encrypted_password = $2, confirmation_token = '', confirmation_sent_at = null,
      recovery_token = '', recovery_sent_at = null, email_change_token_current = '',
      email_change_token_new = '', email_change_sent_at = null, phone_change_token = '',
      phone_change_sent_at = null, reauthentication_token = '', reauthentication_sent_at = null,
      updated_at = now()
    where id = $1`,
    [user.id, passwordHash],
  );
  await removeAllTokens(sql, user.id);
  if (session) await endOtherSessions(sql, user.id, session.id);
  else await endAllSessions(sql, user.id);
}

async function setUserMetadata(
  sql: Sql,
  user: User,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  await sql.run("update auth.users set raw_user_meta_data = $2, updated_at = now() where id = $1", [
    user.id,
    JSON.stringify(mergeMetadata(user.raw_user_meta_data, data)),
  ]);
}

async function requireFreeAddress(context: AuthContext, user: User, email: string): Promise<void> {
  const holder = await findUserByEmail(context.database, email);
  if (holder && holder.id !== user.id) throw emailExists();
}

function userGone(): AuthError {
  return new AuthError(403, "user_not_found", "User from sub claim in JWT does not exist");
}

import { writeAudit } from "./audit.ts";
import type { AuthContext } from "./context.ts";
import type { Sql } from "./database.ts";
import { AuthError, databaseFailure } from "./errors.ts";
import { redeemCode } from "./flow-state.ts";
import { findWeakness } from "./password-strength.ts";
import type { Origin } from "./request.ts";
import { type SessionJson, sessionJson } from "./session-response.ts";
import { type SignInMethod, startSession } from "./sessions.ts";
import { findUser, findUserByEmail, isBanned, isDeleted, lockUser, type User } from "./users.ts";

export interface Credentials {
  email: string;
  password: string;
}

/**
 * Every refusal before the password was proven looks and costs the same, so that nobody learns
 * which addresses have an account. (GoTrue tells of a ban first.)
 */
export async function signInByPassword(
  context: AuthContext,
  { email, password }: Credentials,
  origin: Origin,
) {
  const user = await findUserByEmail(context.database, email);
  const matches = await context.passwords.verify(password, user?.encrypted_password);
  if (!user || !matches || isDeleted(user)) throw invalidCredentials();
  if (isBanned(user)) throw new AuthError(400, "user_banned", "User is banned");
  if (user.email_confirmed_at === null) {
    throw new AuthError(400, "email_not_confirmed", "Email not confirmed");
  }
  warnOfUnusualRow(context, user);

  const session = await recordSignIn(context, user, origin);
  const weakness = findWeakness(context.config, password);
  return { ...session, ...(weakness ? { weak_password: weakness } : {}) };
}

async function recordSignIn(context: AuthContext, user: User, origin: Origin) {
  try {
    return await context.database.transaction(async (sql) => {
      await signInStamp(sql, user);
      await writeAudit(sql, user, "login", origin, { provider: "email" });
      return openSession(context, sql, user.id, "password", origin);
    });
  } catch (error) {
    if (error instanceof AuthError) throw error;
    throw databaseFailure("Database error granting user", error);
  }
}

/** Trades the code of a followed link in (PKCE). Once: whoever comes second finds it gone. */
export function signInByCode(
  context: AuthContext,
  { code, verifier }: { code: string; verifier: string },
  origin: Origin,
): Promise<SessionJson> {
  return context.database.transaction(async (sql) => {
    const { userId, method } = await redeemCode(sql, code, verifier);
    const user = await lockUser(sql, userId);
    if (!user || isDeleted(user)) {
      throw new AuthError(404, "user_not_found", "The user of this code does not exist any more");
    }
    if (isBanned(user)) throw new AuthError(403, "user_banned", "User is banned");
    await writeAudit(sql, user, "login", origin, { provider_type: method });
    await stampSignIn(sql, userId);
    return openSession(context, sql, userId, method, origin);
  });
}

/** A new session of the account as it is now, and what its client gets. */
export async function openSession(
  context: AuthContext,
  sql: Sql,
  userId: string,
  method: SignInMethod,
  origin: Origin,
): Promise<SessionJson> {
  // Read here, because a trigger may have changed the row.
  const user = await findUser(sql, userId);
  if (!user) throw new Error("a trigger has removed the row of the user who signs in");
  const started = await startSession(sql, user, method, origin);
  return sessionJson(context, sql, { user, method, origin, ...started });
}

/** Sets the time of a sign-in that was proven by something else than the password. */
export async function stampSignIn(sql: Sql, userId: string): Promise<void> {
  await sql.run("update auth.users set last_sign_in_at = now(), updated_at = now() where id = $1", [
    userId,
  ]);
}

/**
 * Sets the time of the sign-in, provided that the password is still the one that was proven: a
 * change of it in the meantime ends all other sessions, and must not miss the one that is about to
 * be made.
 */
export async function signInStamp(sql: Sql, user: User): Promise<void> {
  const stamped = await sql.run(
    `update auth.users
    set last_sign_in_at = now(), updated_at = now()
    where id = $1 and encrypted_password = $2`,
    [user.id, user.encrypted_password],
  );
  if (stamped !== 1) throw invalidCredentials();
}

function invalidCredentials(): AuthError {
  return new AuthError(400, "invalid_credentials", "Invalid login credentials");
}

/**
 * GoTrue cannot read a row with null in these columns, and looks for nobody outside its instance: a
 * seed that forgets them works here and fails on hosted.
 */
function warnOfUnusualRow(context: AuthContext, user: User): void {
  const missing = (
    [
      "instance_id",
      "aud",
      "role",
      "created_at",
      "updated_at",
      "confirmation_token",
      "recovery_token",
      "email_change_token_new",
      "email_change",
    ] as const
  ).filter((column) => user[column] === null);
  if (missing.length > 0) {
    context.log.warn(
      { user: user.id, columns: missing },
      "hosted Auth would refuse this row of auth.users: these columns must not be null",
    );
  }
}

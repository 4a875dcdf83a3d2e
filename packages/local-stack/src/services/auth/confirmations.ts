import { DatabaseError } from "pg";
import { writeAudit } from "./audit.ts";
import type { Sql } from "./database.ts";
import { AuthError } from "./errors.ts";
import { markEmailVerified, upsertIdentity } from "./identities.ts";
import { removeAllTokens } from "./one-time-tokens.ts";
import type { Origin } from "./request.ts";
import { mergeMetadata, type User } from "./users.ts";

/** What a proof of having read a mail changes. The account's row is locked by the caller. */

const PROVIDER = { provider: "email" };

export async function confirmEmail(sql: Sql, user: User): Promise<void> {
  const metadata = mergeMetadata(user.raw_user_meta_data, { email_verified: true });
  await sql.run(
    `update auth.users
    set email_confirmed_at = now(), confirmation_token = '', raw_user_meta_data = $2,
      updated_at = now()
    where id = $1`,
    [user.id, JSON.stringify(metadata)],
  );
  await removeAllTokens(sql, user.id);
}

/** A sign-up or an invitation was confirmed. */
export async function acceptSignUp(sql: Sql, user: User, origin: Origin): Promise<void> {
  await writeAudit(sql, user, "user_signedup", origin, PROVIDER);
  await confirmEmail(sql, user);
  await markEmailVerified(sql, user);
}

/** Whoever reads the account's mail is its owner: an address not yet confirmed is now. */
export async function acceptRecovery(sql: Sql, user: User, origin: Origin): Promise<void> {
  await sql.run("update auth.users set recovery_token = '', updated_at = now() where id = $1", [
    user.id,
  ]);
  if (user.email_confirmed_at === null) return acceptSignUp(sql, user, origin);
  await removeAllTokens(sql, user.id);
  await writeAudit(sql, user, "login", origin);
}

/** The new address takes the place of the current one. */
export async function acceptEmailChange(
  sql: Sql,
  user: User,
  email: string,
  origin: Origin,
): Promise<void> {
  await writeAudit(sql, user, "user_modified", origin);
  try {
    await sql.run(
      `update auth.users
      set email = $2, email_change = '', email_change_token_new = '',
        email_change_token_current = '', email_change_confirm_status = 0, is_anonymous = false,
        updated_at = now()
      where id = $1`,
      [user.id, email],
    );
  } catch (error) {
    if (isTakenAddress(error)) throw emailExists();
    throw error;
  }
  const renamed = { ...user, email };
  await removeAllTokens(sql, user.id);
  await upsertIdentity(sql, renamed, { provider: "email", data: { email, email_verified: true } });
  if (user.email_confirmed_at === null) await confirmEmail(sql, renamed);
}

/** Two at once wanted the same address: the index let one of them through. */
export function isTakenAddress(error: unknown): boolean {
  return error instanceof DatabaseError && error.constraint === "users_email_partial_key";
}

export function emailExists(): AuthError {
  return new AuthError(
    422,
    "email_exists",
    "A user with this email address has already been registered",
  );
}

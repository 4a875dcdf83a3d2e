import { randomUUID } from "node:crypto";
import { DatabaseError } from "pg";
import { writeAudit } from "./audit.ts";
import type { AuthContext, Caller } from "./context.ts";
import type { Sql } from "./database.ts";
import { AuthError, databaseFailure } from "./errors.ts";
import type { Origin } from "./request.ts";
import { endAllSessions, endOtherSessions, type Session } from "./sessions.ts";
import { findUser, findUserByEmail, lockUser, mergeMetadata, type User } from "./users.ts";

export interface UserChanges {
  email?: string | undefined;
  password?: string | undefined;
  data?: Readonly<Record<string, unknown>> | undefined;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Changes the caller's own account and answers it as it is then. */
export async function updateUser(
  context: AuthContext,
  caller: Caller,
  changes: UserChanges,
  origin: Origin,
): Promise<User> {
  const { email, password, data } = changes;
  if (email !== undefined) await requireFreeAddress(context, caller.user, email);
  const passwordHash =
    password === undefined ? undefined : await hashNewPassword(context, caller, password);
  try {
    return await context.database.transaction(async (sql) => {
      const user = await lockUser(sql, caller.user.id);
      if (!user) throw userGone();
      if (passwordHash !== undefined) {
        await setPassword(sql, user, passwordHash, caller.session);
        await writeAudit(sql, user, "user_updated_password", origin);
      }
      if (data !== undefined) await setUserMetadata(sql, user, data);
      if (email !== undefined) await setEmail(sql, user, email);
      await writeAudit(sql, user, "user_modified", origin);
      const updated = await findUser(sql, user.id);
      if (!updated) throw userGone();
      return updated;
    });
  } catch (error) {
    if (error instanceof AuthError) throw error;
    if (error instanceof DatabaseError && error.constraint === "users_email_partial_key") {
      throw emailExists();
    }
    throw databaseFailure("Error updating user", error);
  }
}

async function hashNewPassword(
  context: AuthContext,
  { user, session }: Caller,
  password: string,
): Promise<string> {
  if (context.config.email.secure_password_change && !isRecent(session)) {
    throw new AuthError(
      400,
      "reauthentication_needed",
      "Password update requires reauthentication",
    );
  }
  if (await context.passwords.verify(password, user.encrypted_password)) {
    throw new AuthError(
      422,
      "same_password",
      "New password should be different from the old password.",
    );
  }
  return context.passwords.hash(password);
}

function isRecent(session: Session | undefined): boolean {
  const createdAt = session?.created_at?.getTime() ?? 0;
  return Date.now() - createdAt <= DAY_MS;
}

/**
 * Whoever changes the password may distrust what was asked for with the old one: other sessions and
 * mails end.
 */
async function setPassword(
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
  await sql.run("delete from auth.one_time_tokens where user_id = $1", [user.id]);
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

/** Without confirmation mails an address counts as soon as it is named. */
async function setEmail(sql: Sql, user: User, email: string): Promise<void> {
  await sql.run(
    `update auth.users
    set email = $2, email_change = '', email_change_token_new = '', email_change_token_current = '',
      email_confirmed_at = coalesce(email_confirmed_at, now()), updated_at = now()
    where id = $1`,
    [user.id, email],
  );
  const claims = { sub: user.id, email, email_verified: true, phone_verified: false };
  await sql.run(
    `insert into auth.identities
      (id, provider_id, user_id, identity_data, provider, last_sign_in_at, created_at, updated_at)
    values ($1, $2::text, $2::uuid, $3, 'email', now(), now(), now())
    on conflict (provider_id, provider) do update
    set identity_data = identities.identity_data || $4, updated_at = now()`,
    [
      randomUUID(),
      user.id,
      JSON.stringify(claims),
      JSON.stringify({ email, email_verified: true }),
    ],
  );
}

async function requireFreeAddress(context: AuthContext, user: User, email: string): Promise<void> {
  const holder = await findUserByEmail(context.database, email);
  if (holder && holder.id !== user.id) throw emailExists();
}

function emailExists(): AuthError {
  return new AuthError(
    422,
    "email_exists",
    "A user with this email address has already been registered",
  );
}

function userGone(): AuthError {
  return new AuthError(403, "user_not_found", "User from sub claim in JWT does not exist");
}

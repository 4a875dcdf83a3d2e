import type { Claims } from "../../../tokens.ts";
import { adminActor, writeAudit } from "../audit.ts";
import { confirmEmail, emailExists, isTakenAddress } from "../confirmations.ts";
import type { AuthContext } from "../context.ts";
import type { Sql } from "../database.ts";
import { AuthError, databaseFailure } from "../errors.ts";
import { upsertIdentity } from "../identities.ts";
import { removeAllTokens } from "../one-time-tokens.ts";
import { requireStrongPassword } from "../password-strength.ts";
import type { Origin } from "../request.ts";
import { setPassword } from "../update-user.ts";
import { findUser, findUserByEmail, lockUser, mergeMetadata, type User } from "../users.ts";
import { type Attributes, readBan, readEmail, readPasswordHash, readPhone } from "./attributes.ts";
import { ban, confirmPhone, isTakenPhone, phoneExists } from "./create-user.ts";

/** Changes an account at once, whatever its owner would have to confirm. */
export async function changeUser(
  context: AuthContext,
  admin: Claims,
  { user: target, attributes }: { user: User; attributes: Attributes },
  origin: Origin,
): Promise<User> {
  const email = readEmail(attributes);
  const phone = readPhone(attributes);
  const bannedUntil = readBan(attributes);
  const { password, email_confirm: confirmsEmail, phone_confirm: confirmsPhone } = attributes;
  if (password !== undefined && password !== null) requireStrongPassword(context.config, password);
  const passwordHash = await readPasswordHash(context, attributes);
  if (email !== undefined) {
    const holder = await findUserByEmail(context.database, email);
    if (holder && holder.id !== target.id) throw emailExists();
  }

  try {
    return await context.database.transaction(async (sql) => {
      const user = await lockUser(sql, target.id);
      if (!user) throw new AuthError(404, "user_not_found", "User not found");
      await setColumns(sql, user, attributes);
      if (confirmsEmail) await confirmEmail(sql, user);
      if (confirmsPhone) await confirmPhone(sql, user);
      if (passwordHash !== undefined) await setPassword(sql, user, passwordHash, undefined);
      if (email !== undefined) await setEmail(sql, user, email, confirmsEmail === true);
      if (phone !== undefined) await setPhone(sql, user, phone, confirmsPhone === true);
      if (bannedUntil !== undefined) await ban(sql, user.id, bannedUntil);
      await writeAudit(sql, adminActor(admin), "user_modified", origin, {
        user_id: user.id,
        user_email: user.email ?? "",
        user_phone: user.phone ?? "",
      });
      return (await findUser(sql, user.id)) ?? user;
    });
  } catch (error) {
    if (error instanceof AuthError) throw error;
    if (isTakenAddress(error)) throw emailExists();
    if (isTakenPhone(error)) throw phoneExists();
    throw databaseFailure("Error updating user", error);
  }
}

/** Metadata before the confirmations, which add to it. */
async function setColumns(sql: Sql, user: User, attributes: Attributes): Promise<void> {
  const { role, app_metadata: app, user_metadata: data } = attributes;
  if (role === "" && !app && !data) return;
  if (data) user.raw_user_meta_data = mergeMetadata(user.raw_user_meta_data, data);
  if (app) user.raw_app_meta_data = mergeMetadata(user.raw_app_meta_data, app);
  await sql.run(
    `update auth.users
    set role = coalesce(nullif($2, ''), role), raw_app_meta_data = $3, raw_user_meta_data = $4,
      updated_at = now()
    where id = $1`,
    [
      user.id,
      role.trim(),
      JSON.stringify(user.raw_app_meta_data),
      JSON.stringify(user.raw_user_meta_data),
    ],
  );
}

async function setEmail(sql: Sql, user: User, email: string, isVerified: boolean): Promise<void> {
  if (email === user.email) return;
  await sql.run(
    `update auth.users
    set email = $2, is_anonymous = is_anonymous and not $3, email_change = '',
      email_change_token_new = '', email_change_token_current = '', confirmation_token = '',
      recovery_token = '', reauthentication_token = '', updated_at = now()
    where id = $1`,
    [user.id, email, isVerified],
  );
  // What was mailed to the old address must not open the account any more.
  await removeAllTokens(sql, user.id);
  const data = { email, email_verified: isVerified };
  await upsertIdentity(sql, { ...user, email }, { provider: "email", data });
}

async function setPhone(sql: Sql, user: User, phone: string, isVerified: boolean): Promise<void> {
  await sql.run(
    `update auth.users
    set phone = $2, is_anonymous = is_anonymous and not $3, updated_at = now()
    where id = $1`,
    [user.id, phone, isVerified],
  );
  const data = { phone, phone_verified: isVerified };
  await upsertIdentity(sql, user, { provider: "phone", data });
}

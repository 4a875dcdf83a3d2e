import type { Sql } from "./database.ts";
import { insertIdentity } from "./identities.ts";
import { AUTHENTICATED, findUser, NIL_UUID, type User } from "./users.ts";

/** An account that is about to be. */
export interface NewUser {
  id: string;
  email?: string;
  phone?: string;
  /** Nobody can sign in by password without one. */
  passwordHash?: string;
  role?: string;
  aud?: string;
  isAnonymous?: boolean;
  appMetadata: Readonly<Record<string, unknown>>;
  userMetadata: Readonly<Record<string, unknown>>;
  /** What the identity notes beside the address: what somebody said when they signed up. */
  identityMetadata?: Readonly<Record<string, unknown>>;
}

/**
 * Writes the row unconfirmed; confirming it is a second statement, as in GoTrue: triggers on insert
 * and on update see what they would see on hosted.
 */
export async function insertNewUser(sql: Sql, user: NewUser): Promise<User> {
  await sql.run(
    `insert into auth.users
      (instance_id, id, aud, role, email, phone, encrypted_password, confirmation_token,
        recovery_token, email_change_token_new, email_change, raw_app_meta_data,
        raw_user_meta_data, is_anonymous, created_at, updated_at)
    values ($1, $2, $3, $4, $5, $6, $7, '', '', '', '', $8, $9, $10, now(), now())`,
    [
      NIL_UUID,
      user.id,
      user.aud ?? AUTHENTICATED,
      user.role ?? AUTHENTICATED,
      user.email ?? null,
      user.phone ?? null,
      user.passwordHash ?? "",
      JSON.stringify(user.appMetadata),
      JSON.stringify(user.userMetadata),
      user.isAnonymous ?? false,
    ],
  );
  const proofs = { email_verified: false, phone_verified: false };
  if (user.email !== undefined) {
    const data = { ...user.identityMetadata, email: user.email, ...proofs, sub: user.id };
    await insertIdentity(sql, user.id, { provider: "email", data });
  }
  if (user.phone !== undefined) {
    const data = { ...user.identityMetadata, phone: user.phone, ...proofs, sub: user.id };
    await insertIdentity(sql, user.id, { provider: "phone", data });
  }
  // Read back, because a trigger may have changed it.
  const made = await findUser(sql, user.id);
  if (!made) throw new Error("a trigger has removed the row of the new user");
  return made;
}

import { createHash } from "node:crypto";
import type { Claims } from "../../../tokens.ts";
import { adminActor, writeAudit } from "../audit.ts";
import type { AuthContext } from "../context.ts";
import type { Sql } from "../database.ts";
import { databaseFailure } from "../errors.ts";
import { removeAllTokens } from "../one-time-tokens.ts";
import type { Origin } from "../request.ts";
import { endAllSessions } from "../sessions.ts";
import { isDeleted, lockUser, type User } from "../users.ts";

/**
 * Deletes an account. Softly: the row stays for those who refer to it, without anything that says
 * whose it was.
 */
export async function deleteUser(
  context: AuthContext,
  admin: Claims,
  { user: target, isSoft }: { user: User; isSoft: boolean },
  origin: Origin,
): Promise<void> {
  try {
    await context.database.transaction(async (sql) => {
      const user = await lockUser(sql, target.id);
      if (!user) return;
      await writeAudit(sql, adminActor(admin), "user_deleted", origin, {
        user_id: user.id,
        user_email: user.email ?? "",
        user_phone: user.phone ?? "",
      });
      if (!isSoft) await sql.run("delete from auth.users where id = $1", [user.id]);
      else if (!isDeleted(user)) await effaceUser(sql, user);
    });
  } catch (error) {
    throw databaseFailure("Database error deleting user", error);
  }
}

async function effaceUser(sql: Sql, user: User): Promise<void> {
  await sql.run(
    `update auth.users
    set email = $2, phone = $3, encrypted_password = '', email_change = '', phone_change = '',
      confirmation_token = '', recovery_token = '', email_change_token_current = '',
      email_change_token_new = '', phone_change_token = '', reauthentication_token = '',
      raw_user_meta_data = '{}', raw_app_meta_data = '{}', deleted_at = now(), updated_at = now()
    where id = $1`,
    [user.id, efface(user, user.email), efface(user, user.phone)?.slice(0, 15) ?? null],
  );
  await removeAllTokens(sql, user.id);
  for (const { id, provider_id, provider } of user.identities) {
    await sql.run(
      `update auth.identities
      set identity_data = '{}', provider_id = $2, updated_at = now()
      where id = $1`,
      [id, efface(user, `${provider}:${provider_id}`)],
    );
  }
  await sql.run("delete from auth.mfa_factors where user_id = $1", [user.id]);
  await endAllSessions(sql, user.id);
}

/** Always the same for the same value, and tells nobody what it was. */
function efface(user: User, value: string | null): string | null {
  if (!value) return null;
  return createHash("sha256").update(`${user.id}${value}`).digest("base64url");
}

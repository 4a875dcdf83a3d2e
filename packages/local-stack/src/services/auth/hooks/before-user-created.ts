import type { AuthContext } from "../context.ts";
import type { Sql } from "../database.ts";
import type { NewUser } from "../new-user.ts";
import type { Origin } from "../request.ts";
import { AUTHENTICATED } from "../users.ts";
import { invokeHook } from "./invoke-hook.ts";

/**
 * Lets the project refuse an account before it is made.
 * https://supabase.com/docs/guides/auth/auth-hooks/before-user-created-hook
 */
export async function approveNewUser(
  context: AuthContext,
  sql: Sql,
  user: NewUser,
  origin: Origin,
): Promise<void> {
  const hook = context.config.hook.before_user_created;
  if (!hook) return;
  const now = new Date().toISOString();
  await invokeHook(context, sql, hook, {
    name: "before-user-created",
    origin,
    payload: {
      user: {
        id: user.id,
        aud: user.aud ?? AUTHENTICATED,
        role: "",
        email: user.email ?? "",
        phone: user.phone ?? "",
        app_metadata: user.appMetadata,
        user_metadata: user.userMetadata,
        identities: [],
        created_at: now,
        updated_at: now,
        is_anonymous: user.isAnonymous ?? false,
      },
    },
  });
}

import { type Grant, signAccessToken } from "./claims.ts";
import type { AuthContext } from "./context.ts";
import type { Sql } from "./database.ts";
import { userJson } from "./users.ts";

export type SessionJson = Awaited<ReturnType<typeof sessionJson>>;

/** What a client gets for signing in or refreshing. */
export async function sessionJson(
  context: AuthContext,
  sql: Sql,
  grant: Grant & { refreshToken: string },
) {
  const access = await signAccessToken(context, sql, grant);
  return {
    access_token: access.token,
    token_type: "bearer",
    expires_in: access.expiresIn,
    expires_at: access.expiresAt,
    refresh_token: grant.refreshToken,
    user: userJson(grant.user),
  };
}

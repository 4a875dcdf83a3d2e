import { signAccessToken } from "./claims.ts";
import type { AuthContext } from "./context.ts";
import type { Session } from "./sessions.ts";
import { type User, userJson } from "./users.ts";

/** What a client gets for signing in or refreshing. */
export async function sessionJson(
  context: AuthContext,
  user: User,
  session: Session,
  refreshToken: string,
) {
  const access = await signAccessToken(context, user, session);
  return {
    access_token: access.token,
    token_type: "bearer",
    expires_in: access.expiresIn,
    expires_at: access.expiresAt,
    refresh_token: refreshToken,
    user: userJson(user),
  };
}

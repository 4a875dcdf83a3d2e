import type { Claims } from "../../tokens.ts";
import type { AuthContext } from "./context.ts";
import type { Session } from "./sessions.ts";
import { AUTHENTICATED, type User } from "./users.ts";

/** Methods that prove possession of a second factor; one of them lifts a session to aal2. */
const SECOND_FACTORS: readonly string[] = ["totp", "mfa/phone", "mfa/webauthn"];

export interface AccessToken {
  token: string;
  /** Seconds since 1970. */
  expiresAt: number;
  expiresIn: number;
}

/** What a token says of a user and their session. Metadata is a copy: it ages with the token. */
function buildClaims(
  context: Pick<AuthContext, "config" | "issuer">,
  user: User,
  session: Session,
  issuedAt: number,
): Claims & { exp: number } {
  const methods = session.methods.toSorted((a, b) => b.timestamp - a.timestamp);
  return {
    iss: context.issuer,
    sub: user.id,
    aud: user.aud || AUTHENTICATED,
    exp: issuedAt + context.config.jwt_expiry,
    iat: issuedAt,
    email: user.email ?? "",
    phone: user.phone ?? "",
    app_metadata: user.raw_app_meta_data ?? {},
    user_metadata: user.raw_user_meta_data ?? {},
    role: user.role || AUTHENTICATED,
    aal: methods.some(({ method }) => SECOND_FACTORS.includes(method)) ? "aal2" : "aal1",
    amr: methods,
    session_id: session.id,
    is_anonymous: user.is_anonymous,
  };
}

export async function signAccessToken(
  context: AuthContext,
  user: User,
  session: Session,
): Promise<AccessToken> {
  const issuedAt = Math.floor(Date.now() / 1000);
  const claims = buildClaims(context, user, session, issuedAt);
  return {
    token: await context.tokens.sign(claims),
    expiresAt: claims.exp,
    expiresIn: claims.exp - issuedAt,
  };
}

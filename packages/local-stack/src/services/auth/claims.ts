import type { Claims } from "../../tokens.ts";
import type { AuthContext } from "./context.ts";
import type { Sql } from "./database.ts";
import { customizeClaims } from "./hooks/custom-access-token.ts";
import type { Origin } from "./request.ts";
import { assuranceLevel, type Session, type SignInMethod } from "./sessions.ts";
import { AUTHENTICATED, type User } from "./users.ts";

export interface AccessToken {
  token: string;
  /** Seconds since 1970. */
  expiresAt: number;
  expiresIn: number;
}

/** On whose behalf, and because of what, a token is signed: the hook is told. */
export interface Grant {
  user: User;
  session: Session;
  method: SignInMethod | "totp" | "token_refresh";
  origin: Origin;
}

/** What a token says of a user and their session. Metadata is a copy: it ages with the token. */
function buildClaims(
  context: Pick<AuthContext, "config" | "issuer">,
  { user, session }: Grant,
  issuedAt: number,
): Claims & { exp: number } {
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
    aal: assuranceLevel(session),
    amr: session.methods.toSorted((a, b) => b.timestamp - a.timestamp),
    session_id: session.id,
    is_anonymous: user.is_anonymous,
  };
}

/**
 * Runs in the transaction that makes or renews the session: where the project's hook refuses the
 * token, there is no session either.
 */
export async function signAccessToken(
  context: AuthContext,
  sql: Sql,
  grant: Grant,
): Promise<AccessToken> {
  const issuedAt = Math.floor(Date.now() / 1000);
  const claims = await customizeClaims(context, sql, grant, buildClaims(context, grant, issuedAt));
  return {
    token: await context.tokens.sign(claims),
    expiresAt: claims.exp,
    expiresIn: claims.exp - issuedAt,
  };
}

import type { AuthConfig } from "../../config.ts";
import type { Logger } from "../../service.ts";
import type { Claims, Tokens } from "../../tokens.ts";
import type { AuthDatabase } from "./database.ts";
import type { Passwords } from "./passwords.ts";
import type { RateLimiter } from "./rate-limit.ts";
import type { Session } from "./sessions.ts";
import type { User } from "./users.ts";

/** What every route works with. */
export interface AuthContext {
  config: AuthConfig;
  database: AuthDatabase;
  tokens: Tokens;
  /** `iss` of the tokens. */
  issuer: string;
  passwords: Passwords;
  limits: {
    signInsAndSignUps: RateLimiter;
    tokenRefreshes: RateLimiter;
    userUpdates: RateLimiter;
  };
  log: Logger;
}

/**
 * Whose token a request carries, as `authenticate` found. Tokens made elsewhere have no session.
 */
export interface Caller {
  claims: Claims;
  user: User;
  session: Session | undefined;
}

export interface AuthEnvironment {
  Variables: { caller: Caller };
}

/** Passwords are on; `enable_signup` of `[auth.email]` is the older name of the same switch. */
export function isEmailEnabled(config: AuthConfig): boolean {
  return config.email.enabled && config.email.enable_signup;
}

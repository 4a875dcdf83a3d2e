import type { AuthConfig } from "../../config.ts";
import type { Logger } from "../../service.ts";
import type { Claims, Tokens } from "../../tokens.ts";
import type { AuthDatabase, Sql } from "./database.ts";
import type { Mailer } from "./mail/mailer.ts";
import type { MailTemplates } from "./mail/templates.ts";
import type { Passwords } from "./passwords.ts";
import type { RateLimiter } from "./rate-limit.ts";
import type { Redirects } from "./redirects.ts";
import type { Session } from "./sessions.ts";
import type { User } from "./users.ts";

/** What every route works with. */
export interface AuthContext {
  config: AuthConfig;
  database: AuthDatabase;
  tokens: Tokens;
  /** Where links in mails lead: this Auth as the world finds it. */
  externalUrl: string;
  /** `iss` of the tokens. */
  issuer: string;
  passwords: Passwords;
  redirects: Redirects;
  mailer: Mailer;
  templates: MailTemplates;
  /**
   * A transaction that sends mail. Only some run at once, so that a slow mail server never takes all
   * connections to the database.
   */
  mailTransaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  limits: {
    signInsAndSignUps: RateLimiter;
    anonymousSignIns: RateLimiter;
    tokenRefreshes: RateLimiter;
    tokenVerifications: RateLimiter;
    factors: RateLimiter;
    recoveries: RateLimiter;
    resends: RateLimiter;
    codes: RateLimiter;
    userUpdates: RateLimiter;
    /** All mails together; undefined where the project's own mail server sets no limit. */
    mails: RateLimiter | undefined;
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
  Variables: { caller: Caller; admin: Claims; account: User };
}

/** Passwords are on; `enable_signup` of `[auth.email]` is the older name of the same switch. */
export function isEmailEnabled(config: AuthConfig): boolean {
  return config.email.enabled && config.email.enable_signup;
}

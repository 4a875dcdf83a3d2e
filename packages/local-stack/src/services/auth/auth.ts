import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { AuthConfig } from "../../config.ts";
import { StackError } from "../../errors.ts";
import type { DatabaseAddress, HttpService, Logger } from "../../service.ts";
import type { Tokens } from "../../tokens.ts";
import type { AuthContext, AuthEnvironment } from "./context.ts";
import { type AuthDatabase, openDatabase } from "./database.ts";
import { AuthError, errorResponse } from "./errors.ts";
import { createMailer, type MailEndpoint } from "./mail/mailer.ts";
import { loadTemplates, type MailTemplates } from "./mail/templates.ts";
import { createPasswords, PASSWORD_COST } from "./passwords.ts";
import { createQueue } from "./queue.ts";
import { createRateLimiter } from "./rate-limit.ts";
import { createRedirects } from "./redirects.ts";
import { aboutRoute } from "./routes/about.ts";
import { adminRoute } from "./routes/admin.ts";
import { disabledRoute } from "./routes/disabled.ts";
import { factorsRoute } from "./routes/factors.ts";
import { logoutRoute } from "./routes/logout.ts";
import { magicLinkRoute } from "./routes/magic-link.ts";
import { recoveryRoute } from "./routes/recovery.ts";
import { signUpRoute } from "./routes/sign-up.ts";
import { tokenRoute } from "./routes/token.ts";
import { userRoute } from "./routes/user.ts";
import { verifyRoute } from "./routes/verify.ts";

export interface AuthOptions {
  config: AuthConfig;
  /** As `supabase_auth_admin`. */
  database: DatabaseAddress;
  tokens: Tokens;
  /** The gateway's origin, under which clients find `/auth/v1`. */
  apiUrl: string;
  /** Where its mails go. Without one they are dropped, with a word in the log. */
  mail?: MailEndpoint | undefined;
  /** The project's `supabase` folder, to which the templates of its mails are relative. */
  supabaseDirectory: string;
  /** Of bcrypt: `PASSWORD_COST` unless the accounts are thrown away. */
  passwordCost?: number | undefined;
  log: Logger;
}

const MAX_BODY_BYTES = 1024 * 1024;
const FIVE_MINUTES = 5 * 60;
const HOUR = 60 * 60;
/** Of the database's ten connections, as many may wait for a mail server. */
const MAILS_AT_ONCE = 4;

/**
 * A small Auth on GoTrue's endpoints, bodies, error codes and tables; the README says what is
 * missing.
 */
export function createAuth(options: AuthOptions): HttpService {
  let running: { database: AuthDatabase; app: Hono<AuthEnvironment> } | undefined;

  return {
    name: "auth",
    async start() {
      if (running) return;
      const templates = await loadTemplates(options.config, options.supabaseDirectory);
      const database = openDatabase(options.database, options.log);
      try {
        await database.run("select from auth.users limit 0");
      } catch (cause) {
        await database.close();
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new StackError("database_failed", `Auth cannot read its tables: ${reason}`, {
          cause,
        });
      }
      running = { database, app: createApp(createContext(options, database, templates)) };
    },
    async stop() {
      const { database } = running ?? {};
      running = undefined;
      await database?.close();
    },
    health() {
      if (!running) return "stopped";
      return running.database.isReachable() ? "healthy" : "unhealthy";
    },
    async fetch(request) {
      if (running) return running.app.fetch(request);
      const body = { code: 503, error_code: "unexpected_failure", msg: "Auth is not running" };
      return Response.json(body, { status: 503 });
    },
  };
}

function createContext(
  options: AuthOptions,
  database: AuthDatabase,
  templates: MailTemplates,
): AuthContext {
  const { config, tokens, apiUrl, log } = options;
  const { rate_limit: limits } = config;
  const externalUrl = (config.external_url || `${apiUrl}/auth/v1`).replace(/\/$/, "");
  const inMailQueue = createQueue(MAILS_AT_ONCE);
  // GoTrue allows each of these as much as sign-ups, and counts them apart.
  const likeSignUps = () => createRateLimiter(limits.sign_in_sign_ups, FIVE_MINUTES);
  return {
    config,
    database,
    tokens,
    externalUrl,
    issuer: config.jwt_issuer || externalUrl,
    passwords: createPasswords(options.passwordCost ?? PASSWORD_COST),
    redirects: createRedirects(config),
    mailer: createMailer(options.mail, log),
    templates,
    mailTransaction: (work) => inMailQueue(() => database.transaction(work)),
    limits: {
      signInsAndSignUps: likeSignUps(),
      anonymousSignIns: createRateLimiter(limits.anonymous_users, HOUR),
      tokenRefreshes: createRateLimiter(limits.token_refresh, FIVE_MINUTES),
      tokenVerifications: createRateLimiter(limits.token_verifications, FIVE_MINUTES),
      // Not in config.toml: fifteen a minute, thirty at once. Counted by account, whose codes somebody
      // might guess from many addresses.
      factors: createRateLimiter(30, 2 * 60),
      recoveries: likeSignUps(),
      resends: likeSignUps(),
      codes: likeSignUps(),
      userUpdates: likeSignUps(),
      // As the Supabase CLI: mail that only a catcher takes needs no limit.
      mails: config.email.smtp?.enabled ? createRateLimiter(limits.email_sent, HOUR) : undefined,
    },
    log,
  };
}

function createApp(context: AuthContext): Hono<AuthEnvironment> {
  const app = new Hono<AuthEnvironment>();
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => {
        throw new AuthError(
          413,
          "request_entity_too_large",
          `Request body too large (max ${MAX_BODY_BYTES} bytes)`,
          // The rest of the body is never read, so nothing can follow on this connection.
          { headers: { connection: "close" } },
        );
      },
    }),
  );
  app.route("/", aboutRoute(context));
  app.route("/", signUpRoute(context));
  app.route("/", tokenRoute(context));
  app.route("/", userRoute(context));
  app.route("/", logoutRoute(context));
  app.route("/", verifyRoute(context));
  app.route("/", magicLinkRoute(context));
  app.route("/", recoveryRoute(context));
  app.route("/", factorsRoute(context));
  app.route("/", adminRoute(context));
  app.route("/", disabledRoute(context));
  app.notFound((c) =>
    errorResponse(c, new AuthError(404, "not_found", `There is no ${c.req.method} ${c.req.path}`)),
  );
  app.onError((error, c) => {
    const known =
      error instanceof AuthError
        ? error
        : new AuthError(
            500,
            "unexpected_failure",
            "Unexpected failure, please check server logs for more information",
            { cause: error },
          );
    if (known.status >= 500 && known.cause !== undefined) {
      context.log.error({ err: known.cause, path: c.req.path }, known.message);
    }
    return errorResponse(c, known);
  });
  return app;
}

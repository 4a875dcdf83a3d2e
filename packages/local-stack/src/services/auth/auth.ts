import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { AuthConfig } from "../../config.ts";
import { StackError } from "../../errors.ts";
import type { DatabaseAddress, HttpService, Logger } from "../../service.ts";
import type { Tokens } from "../../tokens.ts";
import type { AuthContext, AuthEnvironment } from "./context.ts";
import { type AuthDatabase, openDatabase } from "./database.ts";
import { AuthError, errorResponse } from "./errors.ts";
import { createPasswords } from "./passwords.ts";
import { createRateLimiter } from "./rate-limit.ts";
import { aboutRoute } from "./routes/about.ts";
import { logoutRoute } from "./routes/logout.ts";
import { notYetRoute } from "./routes/not-yet.ts";
import { signUpRoute } from "./routes/sign-up.ts";
import { tokenRoute } from "./routes/token.ts";
import { userRoute } from "./routes/user.ts";

export interface AuthOptions {
  config: AuthConfig;
  /** As `supabase_auth_admin`. */
  database: DatabaseAddress;
  tokens: Tokens;
  /** The gateway's origin, under which clients find `/auth/v1`. */
  apiUrl: string;
  log: Logger;
}

const MAX_BODY_BYTES = 1024 * 1024;
const LIMIT_INTERVAL_SECONDS = 5 * 60;

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
      running = { database, app: createApp(createContext(options, database)) };
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

function createContext(options: AuthOptions, database: AuthDatabase): AuthContext {
  const { config, tokens, apiUrl, log } = options;
  const limiter = (limit: number) => createRateLimiter(limit, LIMIT_INTERVAL_SECONDS);
  return {
    config,
    database,
    tokens,
    issuer: config.jwt_issuer || `${apiUrl}/auth/v1`,
    passwords: createPasswords(),
    limits: {
      signInsAndSignUps: limiter(config.rate_limit.sign_in_sign_ups),
      tokenRefreshes: limiter(config.rate_limit.token_refresh),
      // GoTrue gives changes of a user the same allowance as sign-ups, counted apart.
      userUpdates: limiter(config.rate_limit.sign_in_sign_ups),
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
  app.route("/", notYetRoute());
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

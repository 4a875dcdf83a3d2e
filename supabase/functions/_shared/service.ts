import { createMiddleware } from "hono/factory";
import type { BoundaryVariables } from "./boundary.ts";
import { type Client, connect } from "./client.ts";
import { platform } from "./env.ts";
import { CodedError } from "./errors.ts";
import { bearerOf, isSecretKey } from "./keys.ts";

interface ServiceEnvironment {
  Variables: BoundaryVariables;
}

interface AdminEnvironment {
  Variables: BoundaryVariables & { admin: Client };
}

/**
 * Gives a route a client that no policy holds back. Whoever asks for it says in a line above why the caller's own
 * does not do, and uses it only after the database has judged what the caller may.
 */
export function admin() {
  return createMiddleware<AdminEnvironment>(async function admin(c, next) {
    const key = platform().SUPABASE_SECRET_KEYS[0];
    c.set("admin", connect({ key, requestId: c.get("requestId") }));
    await next();
  });
}

/** Lets only the service through: cron, or an operator with the secret key. For workers. */
export function serviceOnly() {
  return createMiddleware<ServiceEnvironment>(async function serviceOnly(c, next) {
    const token = bearerOf(c.req.header("authorization") ?? "");
    if (token === undefined || !(await isSecretKey(token))) {
      throw new CodedError("service_required", "Only the service calls this.", {
        hint: "Send the project's secret key as bearer.",
      });
    }
    await next();
  });
}

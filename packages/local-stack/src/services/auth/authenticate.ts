import type { Context, MiddlewareHandler } from "hono";
import { createMiddleware } from "hono/factory";
import { z } from "zod";
import type { Claims } from "../../tokens.ts";
import type { AuthContext, AuthEnvironment, Caller } from "./context.ts";
import { AuthError } from "./errors.ts";
import { findSession } from "./sessions.ts";
import { findUser, isBanned, isDeleted, NIL_UUID } from "./users.ts";

const uuidSchema = z.guid();

/**
 * Lets a request pass that carries the token of a living user and session, and says whose it is.
 */
export function authenticate(context: AuthContext): MiddlewareHandler<AuthEnvironment> {
  return createMiddleware<AuthEnvironment>(async (c, next) => {
    c.set("caller", await findCaller(context, await readClaims(context, c)));
    await next();
  });
}

/** The roles whose tokens administer accounts. No user has them unless an administrator says so. */
const ADMIN_ROLES: readonly string[] = ["service_role", "supabase_admin"];

/** Lets a request pass that carries the service key. */
export function requireAdmin(context: AuthContext): MiddlewareHandler<AuthEnvironment> {
  return createMiddleware<AuthEnvironment>(async (c, next) => {
    const claims = await readClaims(context, c);
    if (!ADMIN_ROLES.includes(claims.role ?? "")) {
      throw new AuthError(403, "not_admin", "User not allowed");
    }
    c.set("admin", claims);
    await next();
  });
}

async function readClaims(context: AuthContext, c: Context): Promise<Claims> {
  const token = /^bearer (\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (token === undefined) {
    throw new AuthError(401, "no_authorization", "This endpoint requires a valid Bearer token");
  }
  return verifyToken(context, token);
}

async function verifyToken(context: AuthContext, token: string): Promise<Claims> {
  try {
    return await context.tokens.verify(token);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AuthError(
      403,
      "bad_jwt",
      `invalid JWT: unable to parse or verify signature, ${reason}`,
      { cause },
    );
  }
}

async function findCaller(context: AuthContext, claims: Claims): Promise<Caller> {
  if (!claims.sub) throw new AuthError(403, "bad_jwt", "invalid claim: missing sub claim");
  if (!uuidSchema.safeParse(claims.sub).success) {
    throw new AuthError(400, "bad_jwt", "invalid claim: sub claim must be a UUID");
  }
  const user = await findUser(context.database, claims.sub);
  if (!user || isDeleted(user)) {
    throw new AuthError(403, "user_not_found", "User from sub claim in JWT does not exist");
  }
  const session = await findCallersSession(context, claims, user.id);
  // A ban counts at once, not when the token that was issued before it expires.
  if (isBanned(user)) throw new AuthError(403, "user_banned", "User is banned");
  return { claims, user, session };
}

async function findCallersSession(context: AuthContext, claims: Claims, userId: string) {
  if (!claims.session_id || claims.session_id === NIL_UUID) return undefined;
  if (!uuidSchema.safeParse(claims.session_id).success) {
    throw new AuthError(403, "bad_jwt", "invalid claim: session_id claim must be a UUID");
  }
  const session = await findSession(context.database, claims.session_id);
  if (session?.user_id !== userId) {
    throw new AuthError(
      403,
      "session_not_found",
      "Session from session_id claim in JWT does not exist",
    );
  }
  return session;
}

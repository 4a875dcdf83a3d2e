import { isAuthRetryableFetchError } from "@supabase/supabase-js";
import { createMiddleware } from "hono/factory";
import type { BoundaryVariables } from "./boundary.ts";
import { type Client, connect } from "./client.ts";
import { platform } from "./env.ts";
import { CodedError } from "./errors.ts";
import { bearerOf, isPublicKey, isSecretKey } from "./keys.ts";

/** Who calls. `db` acts with their rights and no others: row-level security decides what they reach. */
export interface Caller {
  userId: string | undefined;
  db: Client;
}

interface CallerEnvironment {
  Variables: BoundaryVariables & { caller: Caller };
}

/** Lets somebody who is signed in through. */
export function signedIn() {
  return createMiddleware<CallerEnvironment>(async function signedIn(c, next) {
    const caller = await identify(c.req.header("authorization"), c.get("requestId"));
    if (caller.userId === undefined) {
      throw new CodedError("sign_in_required", "Sign in to do this.", {
        hint: "Send the access token of a session as bearer.",
      });
    }
    c.set("caller", caller);
    await next();
  });
}

/** Lets everybody through; who is not signed in acts as `anon`. */
export function anybody() {
  return createMiddleware<CallerEnvironment>(async function anybody(c, next) {
    c.set("caller", await identify(c.req.header("authorization"), c.get("requestId")));
    await next();
  });
}

/** A token that is there has to be a valid one: nobody becomes anonymous because a session ended. */
async function identify(authorization: string | undefined, requestId: string): Promise<Caller> {
  const key = platform().SUPABASE_PUBLISHABLE_KEYS[0];
  const anonymous = { userId: undefined, db: connect({ key, requestId }) };
  if (!authorization) return anonymous;
  const token = bearerOf(authorization);
  if (token === undefined) throw invalidToken();
  // Clients without a session send their publishable key as bearer. A secret one stands for nobody either.
  if (isPublicKey(token) || (await isSecretKey(token))) return anonymous;
  return { userId: await userOf(token, anonymous.db), db: connect({ key, token, requestId }) };
}

/** Auth's public keys judge the token, or Auth itself where it signs with a shared secret. */
async function userOf(token: string, client: Client): Promise<string> {
  const { data, error } = await client.auth.getClaims(token);
  if (isAuthRetryableFetchError(error)) throw new Error("Auth cannot be reached", { cause: error });
  if (data === null || data.claims.role !== "authenticated") throw invalidToken(error);
  return data.claims.sub;
}

function invalidToken(cause?: unknown): CodedError {
  return new CodedError("token_invalid", "The access token is not valid, or no longer.", {
    hint: "Refresh the session, or sign in again.",
    cause,
  });
}

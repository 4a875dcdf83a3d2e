import type { Context } from "hono";
import type { Claims, Tokens } from "../../tokens.ts";
import { accessDenied, invalidRequest, serviceRoleOnly } from "./errors.ts";

/** Whose request it is: the database role it runs as, and the claims that policies read. */
export interface Caller {
  role: string;
  claims: Claims;
}

/** Signed addresses were judged when they were signed; what they ask for is done for the project. */
export const SERVICE: Caller = { role: "service_role", claims: { role: "service_role" } };

/** One thing that one caller does. Policies see all of it. */
export interface Act {
  caller: Caller;
  /** What `storage.operation()` answers. */
  operation: string;
  method: string;
  path: string;
  headers: Readonly<Record<string, string>>;
}

export function actOf(context: Context, caller: Caller, operation: string): Act {
  return {
    caller,
    operation,
    method: context.req.method,
    path: new URL(context.req.url).pathname,
    headers: context.req.header(),
  };
}

const BEARER = /^bearer +(\S+)$/i;

/** The caller that a request's token names; refuses a request without a valid one. */
export async function requireCaller(context: Context, tokens: Tokens): Promise<Caller> {
  const token = BEARER.exec(context.req.header("authorization") ?? "")?.[1];
  if (token === undefined) {
    throw invalidRequest("headers must have required property 'authorization'");
  }
  try {
    return callerOf(await tokens.verify(token));
  } catch (cause) {
    throw accessDenied(cause instanceof Error ? cause.message : "Invalid JWT", cause);
  }
}

/** Public buckets are open to requests without a token, and to those whose token has expired. */
export async function findCaller(context: Context, tokens: Tokens): Promise<Caller | undefined> {
  return requireCaller(context, tokens).catch(() => undefined);
}

export async function requireServiceRole(context: Context, tokens: Tokens): Promise<Caller> {
  const caller = await requireCaller(context, tokens);
  if (caller.role !== SERVICE.role) throw serviceRoleOnly();
  return caller;
}

function callerOf(claims: Claims): Caller {
  return { role: claims.role || "anon", claims };
}

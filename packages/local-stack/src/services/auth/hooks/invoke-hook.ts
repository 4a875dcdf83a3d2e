import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { HookConfig } from "../auth-config.ts";
import type { AuthContext } from "../context.ts";
import type { Sql } from "../database.ts";
import { AuthError } from "../errors.ts";
import type { Origin } from "../request.ts";
import { callHttpHook } from "./http-hook.ts";

const POSTGRES_TIMEOUT_MS = 2_000;

/** How a hook refuses: https://supabase.com/docs/guides/auth/auth-hooks#error-handling */
const refusalSchema = z.object({
  error: z.object({
    http_code: z.int().min(400).max(599).catch(500),
    message: z.string().min(1),
  }),
});

const resultSchema = z.object({ result: z.unknown() });

/** Asks a function of the project, and answers what it says. A refusal of it is thrown. */
export async function invokeHook(
  context: Pick<AuthContext, "log">,
  sql: Sql,
  hook: HookConfig,
  { name, origin, payload }: { name: string; origin: Origin; payload: object },
): Promise<unknown> {
  const metadata = {
    uuid: randomUUID(),
    time: new Date().toISOString(),
    name,
    ip_address: origin.ip ?? "",
  };
  const input = JSON.stringify({ metadata, ...payload });
  const answer = await call(hook, sql, input).catch((cause: unknown) => {
    if (cause instanceof AuthError) throw cause;
    context.log.error({ err: cause, hook: hook.uri.uri }, "a hook of the project failed");
    throw new AuthError(500, "unexpected_failure", `Error running hook URI: ${hook.uri.uri}`);
  });
  const refusal = refusalSchema.safeParse(answer);
  if (!refusal.success) return answer;
  const { http_code: status, message } = refusal.data.error;
  throw new AuthError(toStatus(status), status === 500 ? "unexpected_failure" : "unknown", message);
}

function call({ uri, secrets }: HookConfig, sql: Sql, input: string): Promise<unknown> {
  return uri.kind === "http"
    ? callHttpHook(uri.uri, secrets, input)
    : callFunction(sql, `${quote(uri.schema)}.${quote(uri.name)}`, input);
}

/** In the caller's transaction, as `supabase_auth_admin`. */
async function callFunction(sql: Sql, name: string, input: string): Promise<unknown> {
  await sql.run("select set_config('statement_timeout', $1, true)", [String(POSTGRES_TIMEOUT_MS)]);
  const row = await sql.first(resultSchema, `select ${name}($1) as result`, [input]);
  await sql.run("set local statement_timeout to default");
  return row?.result;
}

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** Any status that an answer with a body may have. */
function toStatus(status: number): ConstructorParameters<typeof AuthError>[0] {
  const known = [400, 401, 403, 404, 409, 410, 413, 415, 422, 423, 429, 500, 502, 503] as const;
  return known.find((candidate) => candidate === status) ?? (status < 500 ? 400 : 500);
}

import { randomUUID } from "node:crypto";
import pg from "pg";
import type { DatabaseAddress, Logger } from "../../service.ts";
import type { Claims } from "../../tokens.ts";

type Extension = "broadcast" | "presence";
export type Permissions = Record<Extension, boolean>;

export const everything: Permissions = { broadcast: true, presence: true };
export const nothing: Permissions = { broadcast: false, presence: false };

/** On whose behalf the database is asked; `headers` become `request.headers` for policies. */
interface Caller {
  claims: Claims;
  headers: Record<string, string>;
}

/**
 * Asks the policies on `realtime.messages` what a caller may do with a topic. Nothing is decided
 * here: a row is written, looked for as the caller, and rolled back, so it never reaches
 * replication.
 */
export interface Authorizer {
  read(caller: Caller, topic: string, extensions: readonly Extension[]): Promise<Permissions>;
  write(caller: Caller, topic: string): Promise<Permissions>;
  stop(): Promise<void>;
}

/** The database could not answer; anything else a policy says is an answer. */
export class ProbeError extends Error {
  override readonly name = "ProbeError";
  readonly reason: "unavailable" | "missing_partition" | "unknown_role";

  constructor(reason: ProbeError["reason"], cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.reason = reason;
  }
}

interface Statement {
  text: string;
  values?: unknown[];
}

const insertText = "insert into realtime.messages (id, topic, extension) values ($1, $2, $3)";

function becomeCaller(caller: Caller, topic: string): Statement {
  const { claims } = caller;
  return {
    // Only roles that the API may take on: we connect as the superuser, who could become anybody, and whoever
    // holds the shared secret may write any role into a token. Others meet the answer for an unknown role.
    text: `select set_config('role', coalesce((
        select rolname::text from pg_roles
        where rolname = $1 and pg_has_role('authenticator', oid, 'member')
      ), 'no role of the API'), true), set_config('realtime.topic', $2, true),
      set_config('request.jwt.claims', $3, true), set_config('request.jwt.claim.sub', $4, true),
      set_config('request.jwt.claim.role', $1, true), set_config('request.headers', $5, true)`,
    values: [
      claims.role ?? "anon",
      topic,
      JSON.stringify(claims),
      claims.sub ?? "",
      JSON.stringify(caller.headers),
    ],
  };
}

function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** SQLSTATE classes that tell of the server's state and not of a policy. */
function isUnavailable(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || /^(08|53|57|58|XX)/.test(error.code ?? "XX");
}

export function createAuthorizer(database: DatabaseAddress, log: Logger): Authorizer {
  // One round trip a probe: the statements travel together, and each still answers for itself.
  const pool = new pg.Pool({
    ...database,
    max: 4,
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
    application_name: "realtime authorizer",
  });
  pool.on("error", (error) => log.debug({ err: error }, "an idle authorizer connection was lost"));

  /** Runs the statements in a transaction that is always rolled back; one result each. */
  async function rehearse(statements: Statement[]) {
    let client: pg.PoolClient;
    try {
      client = await pool.connect();
    } catch (error) {
      throw new ProbeError("unavailable", error);
    }
    const all = [{ text: "begin" }, ...statements, { text: "rollback" }];
    const results = await Promise.allSettled(all.map((statement) => client.query(statement)));
    const rollback = results.pop();
    if (rollback?.status === "rejected") {
      client.release(true);
      throw new ProbeError("unavailable", rollback.reason);
    }
    client.release();
    return results.slice(1);
  }

  /** Whether a statement worked; where it failed for no fault of a policy's, that is an error. */
  function worked(result: PromiseSettledResult<pg.QueryResult> | undefined, topic: string) {
    if (result?.status === "fulfilled") return true;
    const error: unknown = result?.reason;
    if (isUnavailable(error)) throw new ProbeError("unavailable", error);
    switch (sqlState(error)) {
      case "42501": // Insufficient privilege: how row-level security says no.
        return false;
      case "23514": // No partition holds this moment: the janitor has not been able to make it.
        throw new ProbeError("missing_partition", error);
      case "22023":
        throw new ProbeError("unknown_role", error);
      default: // A policy that raises has not allowed anything.
        log.warn({ err: error, topic }, "a policy on realtime.messages failed");
        return false;
    }
  }

  return {
    async read(caller, topic, extensions) {
      const rows = extensions.map((extension) => ({ id: randomUUID(), extension }));
      const results = await rehearse([
        ...rows.map(({ id, extension }) => ({ text: insertText, values: [id, topic, extension] })),
        becomeCaller(caller, topic),
        {
          text: "select extension from realtime.messages where id = any ($1::uuid[])",
          values: [rows.map(({ id }) => id)],
        },
      ]);
      if (!results.every((result) => worked(result, topic))) return nothing;
      const visible = results.at(-1);
      if (visible?.status !== "fulfilled") return nothing;
      const allowed = new Set(visible.value.rows.map((row) => row.extension));
      return { broadcast: allowed.has("broadcast"), presence: allowed.has("presence") };
    },

    async write(caller, topic) {
      const attempt = (extension: Extension): Statement[] => [
        { text: "savepoint attempt" },
        { text: insertText, values: [randomUUID(), topic, extension] },
        { text: "rollback to savepoint attempt" },
      ];
      const results = await rehearse([
        becomeCaller(caller, topic),
        ...attempt("broadcast"),
        ...attempt("presence"),
      ]);
      if (!worked(results[0], topic)) return nothing;
      return { broadcast: worked(results[2], topic), presence: worked(results[5], topic) };
    },

    async stop() {
      await pool.end();
    },
  };
}

import pg from "pg";
import type { DatabaseAddress, Logger } from "../../service.ts";
import { openSqlPool, type Sql } from "../sql.ts";
import type { Act } from "./caller.ts";
import { accessDenied, fromDatabase } from "./errors.ts";

export type { Sql } from "../sql.ts";

/** A transaction that begins as the tables' owner, past every policy, and may become somebody's. */
export interface Transaction extends Sql {
  /** From here on everything runs as the caller, under the policies. There is no way back. */
  become(act: Act): Promise<void>;
}

export interface StorageDatabase {
  transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /** Runs as the caller, under the policies. */
  as<Result>(act: Act, work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** Finds out whether the caller may do it, and takes it back. */
  rehearse<Result>(act: Act, work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** False from a broken connection until a statement succeeds again. */
  isReachable(): boolean;
  close(): Promise<void>;
}

/** The names PostgREST and hosted's Storage set, so that policies work on both. */
const BECOME = `
  select
    set_config('role', $1, true),
    set_config('request.jwt.claim.role', $1, true),
    set_config('request.jwt.claim.sub', $2, true),
    set_config('request.jwt.claims', $3, true),
    set_config('request.method', $4, true),
    set_config('request.path', $5, true),
    set_config('request.headers', $6, true),
    set_config('storage.operation', $7, true),
    set_config('storage.allow_delete_query', 'true', true)`;

export function openDatabase(address: DatabaseAddress, log: Logger): StorageDatabase {
  const pool = openSqlPool(address, log, {
    application_name: "storage",
    statement_timeout: 30_000,
    lock_timeout: 5_000,
    // What functions called by policies find without naming a schema, on hosted too.
    options: "-c search_path=storage,public,extensions",
  });

  const transaction = <Result>(
    work: (transaction: Transaction) => Promise<Result>,
    end: "commit" | "rollback" = "commit",
  ): Promise<Result> =>
    inStorageWords(
      pool.transaction(
        (sql) => work({ ...speakingAsStorage(sql), become: (act) => become(sql, act) }),
        end,
      ),
    );

  return {
    transaction: (work) => transaction(work),
    as: (act, work) => transaction(asCaller(act, work)),
    rehearse: (act, work) => transaction(asCaller(act, work), "rollback"),
    isReachable: pool.isReachable,
    close: pool.close,
  };
}

async function become(sql: Sql, act: Act): Promise<void> {
  const { caller, operation, method, path, headers } = act;
  // `none` would mean the login role itself, which owns the tables.
  if (caller.role === "none") throw accessDenied("Access denied: Invalid role");
  try {
    await sql.run(BECOME, [
      caller.role,
      caller.claims.sub ?? "",
      JSON.stringify(caller.claims),
      method,
      path,
      JSON.stringify(headers),
      operation,
    ]);
  } catch (cause) {
    if (cause instanceof pg.DatabaseError) {
      throw accessDenied("Access denied: Invalid role", cause);
    }
    throw cause;
  }
}

function speakingAsStorage(sql: Sql): Sql {
  return {
    rows: (schema, text, values) => inStorageWords(sql.rows(schema, text, values)),
    first: (schema, text, values) => inStorageWords(sql.first(schema, text, values)),
    run: (text, values) => inStorageWords(sql.run(text, values)),
  };
}

async function inStorageWords<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof pg.DatabaseError ? fromDatabase(error) : error;
  }
}

function asCaller<Result>(act: Act, work: (sql: Sql) => Promise<Result>) {
  return async (transaction: Transaction): Promise<Result> => {
    await transaction.become(act);
    return work(transaction);
  };
}

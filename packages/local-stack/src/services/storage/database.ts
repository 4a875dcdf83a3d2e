import pg from "pg";
import type { z } from "zod";
import type { DatabaseAddress, Logger } from "../../service.ts";
import type { Act } from "./caller.ts";
import { accessDenied, fromDatabase } from "./errors.ts";

/** Statements in one transaction. Rows are judged by a schema, never believed. */
export interface Sql {
  rows<Schema extends z.ZodType>(
    schema: Schema,
    text: string,
    values?: readonly unknown[],
  ): Promise<z.output<Schema>[]>;
  first<Schema extends z.ZodType>(
    schema: Schema,
    text: string,
    values?: readonly unknown[],
  ): Promise<z.output<Schema> | undefined>;
  /** Answers how many rows were changed. */
  run(text: string, values?: readonly unknown[]): Promise<number>;
}

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
  let reachable = true;
  const onBroken = (error: unknown) => {
    if (reachable) log.warn({ err: error }, "lost the connection to the database");
    reachable = false;
  };
  const pool = new pg.Pool({
    ...address,
    max: 10,
    application_name: "storage",
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 30_000,
    lock_timeout: 5_000,
    // What functions called by policies find without naming a schema, on hosted too.
    options: "-c search_path=storage,public,extensions",
  });
  // The pool listens to idle connections only: without a listener of its own, a connection that
  // breaks inside a transaction would end the process.
  pool.on("error", onBroken);
  pool.on("connect", (client) => {
    client.on("error", onBroken);
  });

  async function query(client: pg.PoolClient, text: string, values: readonly unknown[]) {
    try {
      const result = await client.query<Record<string, unknown>>(text, [...values]);
      reachable = true;
      return result;
    } catch (error) {
      // What the server itself says came over a connection that works.
      if (error instanceof pg.DatabaseError) throw fromDatabase(error);
      onBroken(error);
      throw error;
    }
  }

  function transactionOn(client: pg.PoolClient): Transaction {
    return {
      rows: async (schema, text, values = []) =>
        (await query(client, text, values)).rows.map((row) => schema.parse(row)),
      first: async (schema, text, values = []) => {
        const row = (await query(client, text, values)).rows[0];
        return row === undefined ? undefined : schema.parse(row);
      },
      run: async (text, values = []) => (await query(client, text, values)).rowCount ?? 0,
      become: ({ caller, operation, method, path, headers }) =>
        become(client, [
          caller.role,
          caller.claims.sub ?? "",
          JSON.stringify(caller.claims),
          method,
          path,
          JSON.stringify(headers),
          operation,
        ]),
    };
  }

  async function become(client: pg.PoolClient, values: readonly string[]): Promise<void> {
    // `none` would mean the login role itself, which owns the tables.
    if (values[0] === "none") throw accessDenied("Access denied: Invalid role");
    try {
      await client.query(BECOME, [...values]);
    } catch (cause) {
      if (cause instanceof pg.DatabaseError) {
        throw accessDenied("Access denied: Invalid role", cause);
      }
      throw cause;
    }
  }

  async function transaction<Result>(
    work: (transaction: Transaction) => Promise<Result>,
    end: "commit" | "rollback" = "commit",
  ): Promise<Result> {
    const client = await pool.connect().catch((error: unknown) => {
      onBroken(error);
      throw error;
    });
    let broken: Error | undefined;
    try {
      await client.query("begin");
      const result = await work(transactionOn(client));
      await query(client, end, []);
      return result;
    } catch (error) {
      await client.query("rollback").catch((cause: Error) => {
        broken = cause;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  return {
    transaction: (work) => transaction(work),
    as: (act, work) => transaction(asCaller(act, work)),
    rehearse: (act, work) => transaction(asCaller(act, work), "rollback"),
    isReachable: () => reachable,
    close: () => pool.end(),
  };
}

function asCaller<Result>(act: Act, work: (sql: Sql) => Promise<Result>) {
  return async (transaction: Transaction): Promise<Result> => {
    await transaction.become(act);
    return work(transaction);
  };
}

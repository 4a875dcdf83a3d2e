import pg from "pg";
import type { z } from "zod";
import type { DatabaseAddress, Logger } from "../service.ts";

/** What can run statements: a pool, or a transaction. Rows are judged by a schema, never believed. */
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

export interface SqlPool extends Sql {
  /** One transaction, committed when `work` is done, unless it is only to be tried. */
  transaction<Result>(
    work: (sql: Sql) => Promise<Result>,
    end?: "commit" | "rollback",
  ): Promise<Result>;
  /** False from a broken connection until a statement succeeds again. */
  isReachable(): boolean;
  close(): Promise<void>;
}

type Client = Pick<pg.Pool, "query">;

/** Connections are made when first needed and again after the database was restarted. */
export function openSqlPool(
  address: DatabaseAddress,
  log: Logger,
  settings: pg.PoolConfig,
): SqlPool {
  let reachable = true;
  const onBroken = (error: unknown) => {
    if (reachable) log.warn({ err: error }, "lost the connection to the database");
    reachable = false;
  };
  const pool = new pg.Pool({
    ...address,
    max: 10,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    ...settings,
  });
  // The pool listens to idle connections only: without a listener of its own, a connection that
  // breaks inside a transaction would end the process.
  pool.on("error", onBroken);
  pool.on("connect", (client) => {
    client.on("error", onBroken);
  });

  const query = async (client: Client, text: string, values: readonly unknown[] = []) => {
    try {
      const result = await client.query<Record<string, unknown>>(text, [...values]);
      reachable = true;
      return result;
    } catch (error) {
      // What the server itself says came over a connection that works.
      if (!(error instanceof pg.DatabaseError)) onBroken(error);
      throw error;
    }
  };

  const sqlOf = (client: Client): Sql => ({
    rows: async (schema, text, values) =>
      (await query(client, text, values)).rows.map((row) => schema.parse(row)),
    first: async (schema, text, values) => {
      const row = (await query(client, text, values)).rows[0];
      return row === undefined ? undefined : schema.parse(row);
    },
    run: async (text, values) => (await query(client, text, values)).rowCount ?? 0,
  });

  return {
    ...sqlOf(pool),
    async transaction(work, end = "commit") {
      const client = await pool.connect().catch((error: unknown) => {
        onBroken(error);
        throw error;
      });
      let broken: Error | undefined;
      try {
        await client.query("begin");
        const result = await work(sqlOf(client));
        await query(client, end);
        return result;
      } catch (error) {
        await client.query("rollback").catch((cause: Error) => {
          broken = cause;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    isReachable: () => reachable,
    close: () => pool.end(),
  };
}

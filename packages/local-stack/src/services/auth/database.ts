import pg from "pg";
import { z } from "zod";
import type { DatabaseAddress, Logger } from "../../service.ts";

const LATEST_MS = 8.64e15;

/**
 * A timestamp column. Infinity, as in a ban without end, becomes the last moment that a Date has.
 */
export const timestamp = z
  .preprocess(
    (value) =>
      value === Infinity || value === -Infinity ? new Date(Math.sign(value) * LATEST_MS) : value,
    z.date(),
  )
  .nullable();

/**
 * What can run statements: the pool, or a transaction. Rows are judged by a schema, never believed.
 */
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

export interface AuthDatabase extends Sql {
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** False from a broken connection until a statement succeeds again. */
  isReachable(): boolean;
  close(): Promise<void>;
}

type Client = Pick<pg.Pool, "query">;

interface Listener {
  onAnswer(): void;
  onBroken(error: unknown): void;
}

function sqlOf(client: Client, listener: Listener): Sql {
  const query = async (text: string, values: readonly unknown[] = []) => {
    try {
      const result = await client.query<Record<string, unknown>>(text, [...values]);
      listener.onAnswer();
      return result;
    } catch (error) {
      // What the server itself says came over a connection that works.
      if (!(error instanceof pg.DatabaseError)) listener.onBroken(error);
      throw error;
    }
  };
  return {
    rows: async (schema, text, values) => {
      const { rows } = await query(text, values);
      return rows.map((row) => schema.parse(row));
    },
    first: async (schema, text, values) => {
      const { rows } = await query(text, values);
      return rows[0] === undefined ? undefined : schema.parse(rows[0]);
    },
    run: async (text, values) => (await query(text, values)).rowCount ?? 0,
  };
}

/** Connections are made when first needed and again after the database was restarted. */
export function openDatabase(address: DatabaseAddress, log: Logger): AuthDatabase {
  let reachable = true;
  const listener: Listener = {
    onAnswer() {
      reachable = true;
    },
    onBroken(error) {
      if (reachable) log.warn({ err: error }, "lost the connection to the database");
      reachable = false;
    },
  };
  const pool = new pg.Pool({
    ...address,
    max: 10,
    application_name: "auth",
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 15_000,
  });
  // The pool listens to idle connections only: without a listener of its own, a connection that
  // breaks inside a transaction would end the process.
  pool.on("error", listener.onBroken);
  pool.on("connect", (client) => {
    client.on("error", listener.onBroken);
  });

  return {
    ...sqlOf(pool, listener),
    async transaction(work) {
      const client = await pool.connect().catch((error: unknown) => {
        listener.onBroken(error);
        throw error;
      });
      let broken: Error | undefined;
      try {
        await client.query("begin");
        const result = await work(sqlOf(client, listener));
        await client.query("commit");
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

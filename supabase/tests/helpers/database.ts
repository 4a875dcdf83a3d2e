import pg from "pg";
import { inject } from "vitest";

/** Somebody with an account; what their token says of them is made of it. */
export interface User {
  id: string;
  email: string;
}

/**
 * One connection as the owner of the schema, for set-up and for the catalog. Rules are proved through
 * `asUser`, `asAnon` and `asService`, which take on the role and the claims that PostgREST would.
 */
export interface Database {
  /** The rows of a query. */
  all<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** The only row of a query; throws if there is none or another. */
  one<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row>;
  /** How many rows a statement returned or changed. */
  count(sql: string, values?: readonly unknown[]): Promise<number>;
}

export interface Connection extends Database, AsyncDisposable {
  /** The server process behind it. */
  readonly pid: number;
}

export async function connect(): Promise<Connection> {
  const client = new pg.Client({ connectionString: inject("databaseUrl") });
  await client.connect();
  const run = (sql: string, values?: readonly unknown[]) => client.query(sql, [...(values ?? [])]);
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  return {
    pid: rows[0]?.pid ?? 0,
    all: async (sql, values) => (await run(sql, values)).rows,
    one: async (sql, values) => {
      const { rows } = await run(sql, values);
      if (rows.length !== 1) throw new Error(`${rows.length} rows instead of one: ${sql}`);
      return rows[0];
    },
    count: async (sql, values) => (await run(sql, values)).rowCount ?? 0,
    [Symbol.asyncDispose]: () => client.end(),
  };
}

/** Runs `work` with the rights and the token of `user`. What it changes stays until the test ends. */
export function asUser<Result>(
  db: Database,
  user: User,
  work: (db: Database) => Promise<Result>,
  claims: Record<string, unknown> = {},
): Promise<Result> {
  return asRole(db, "authenticated", work, {
    sub: user.id,
    email: user.email,
    role: "authenticated",
    aud: "authenticated",
    is_anonymous: false,
    ...claims,
  });
}

/** Runs `work` as somebody who is not signed in. */
export function asAnon<Result>(
  db: Database,
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  return asRole(db, "anon", work, { role: "anon" });
}

/** Runs `work` as an operator or a background worker. */
export function asService<Result>(
  db: Database,
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  return asRole(db, "service_role", work, { role: "service_role" });
}

/** A failed statement spoils its transaction, so each visit to a role has a savepoint to go back to. */
async function asRole<Result>(
  db: Database,
  role: "anon" | "authenticated" | "service_role",
  work: (db: Database) => Promise<Result>,
  claims: Record<string, unknown>,
): Promise<Result> {
  await db.all("savepoint visit");
  try {
    await db.all("select set_config('request.jwt.claims', $1, true)", [JSON.stringify(claims)]);
    await db.all(`set local role ${role}`);
    const result = await work(db);
    // What a commit would judge; then as a transaction begins again.
    await db.all("set constraints all immediate");
    await db.all("set constraints all deferred");
    await db.all("reset role");
    await db.all("select set_config('request.jwt.claims', '', true)");
    await db.all("release savepoint visit");
    return result;
  } catch (error) {
    await db.all("rollback to savepoint visit");
    await db.all("release savepoint visit");
    throw error;
  }
}

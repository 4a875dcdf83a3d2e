import pg from "pg";
import type { DatabaseAddress, Logger } from "../../../service.ts";
import type { Claims } from "../../../tokens.ts";
import { type ChangeRequest, describeRequest, RequestError } from "./change-request.ts";

/** A request under the id that `realtime.subscription` and `realtime.apply_rls` know it by. */
export interface Registration {
  id: string;
  request: ChangeRequest;
}

// The names PostgreSQL gives these states; hosted's texts show them beside the code.
const conditions: Readonly<Record<string, string>> = {
  P0001: "raise_exception",
  "22P02": "invalid_text_representation",
  "22003": "numeric_value_out_of_range",
  "22007": "invalid_datetime_format",
  "22008": "datetime_field_overflow",
  "23502": "not_null_violation",
  "42704": "undefined_object",
  "42883": "undefined_function",
};

const insertText = `
  insert into realtime.subscription
    (subscription_id, entity, filters, claims, action_filter, selected_columns)
  select $1, format('%I.%I', t.schemaname, t.tablename)::regclass,
    array(
      select row(f.name, f.operator::realtime.equality_op, f.value, f.negate)
        ::realtime.user_defined_filter
      from unnest($2::text[], $3::text[], $4::text[], $5::boolean[])
        as f (name, operator, value, negate)
    ), $6, $7, $8
  from pg_publication_tables t
  where t.pubname = 'supabase_realtime'
    and t.schemaname like (case $9 when '*' then '%' else $9 end) escape ''
    and t.tablename like (case $10 when '*' then '%' else $10 end) escape ''
  returning entity::oid`;

/** The rows of `realtime.subscription`, and the publication they are chosen from. */
export class SubscriptionStore {
  readonly #pool: pg.Pool;

  constructor(database: DatabaseAddress, log: Logger) {
    this.#pool = new pg.Pool({
      ...database,
      max: 2,
      connectionTimeoutMillis: 5_000,
      statement_timeout: 10_000,
      application_name: "realtime subscriptions",
    });
    this.#pool.on("error", (error) => log.debug({ err: error }, "an idle connection was lost"));
  }

  /**
   * Registers all requests of a channel or none, in place of what was there under the same ids.
   * Resolves to the tables they listen to. Rejects with `RequestError` where the request is at fault.
   */
  async register(registrations: Registration[], claims: Claims): Promise<Set<number>> {
    const client = await this.#pool.connect();
    try {
      await client.query("begin");
      await remove(
        client,
        registrations.map(({ id }) => id),
      );
      const tables = new Set<number>();
      for (const { id, request } of registrations) {
        for (const table of await insert(client, id, request, claims)) tables.add(table);
      }
      await client.query("commit");
      client.release();
      return tables;
    } catch (error) {
      await client.query("rollback").then(
        () => client.release(),
        (cause: Error) => client.release(cause),
      );
      throw error;
    }
  }

  async remove(ids: string[]): Promise<void> {
    await remove(this.#pool, ids);
  }

  /** What a process that was killed left behind. */
  async removeAll(): Promise<void> {
    await this.#pool.query("delete from realtime.subscription");
  }

  /** Names the tables of the publication; two equal answers mean that nothing has changed. */
  async publishedTables(): Promise<string> {
    const { rows } = await this.#pool.query<{ tables: string }>(
      `select coalesce(string_agg(
         format('%s %I.%I', format('%I.%I', schemaname, tablename)::regclass::oid, schemaname, tablename),
         ',' order by schemaname, tablename
       ), '') as tables
       from pg_publication_tables where pubname = 'supabase_realtime'`,
    );
    return rows[0]?.tables ?? "";
  }

  async stop(): Promise<void> {
    await this.#pool.end();
  }
}

async function remove(client: pg.Pool | pg.PoolClient, ids: string[]): Promise<void> {
  await client.query("delete from realtime.subscription where subscription_id = any ($1::uuid[])", [
    ids,
  ]);
}

async function insert(
  client: pg.PoolClient,
  id: string,
  request: ChangeRequest,
  claims: Claims,
): Promise<number[]> {
  const { filters } = request;
  let inserted: pg.QueryResult<{ entity: number }>;
  try {
    inserted = await client.query(insertText, [
      id,
      filters.map(({ column }) => column),
      filters.map(({ operator }) => operator),
      filters.map(({ value }) => value),
      filters.map(({ isNegated }) => isNegated),
      JSON.stringify(claims),
      request.event,
      request.select,
      request.schema,
      request.table,
    ]);
  } catch (error) {
    if (!isFaultOfRequest(error)) throw error;
    throw new RequestError(
      `Unable to subscribe to changes with given parameters. An exception happened so please check your connect parameters: ${describeRequest(request)}. Exception: ${describeError(error)}`,
    );
  }
  if (inserted.rows.length === 0) {
    throw new RequestError(
      `Unable to subscribe to changes with given parameters. Please check Realtime is enabled for the given connect parameters: ${describeRequest(request)}`,
    );
  }
  return inserted.rows.map(({ entity }) => entity);
}

/** Everything but the classes of SQLSTATE that tell of the server's state. */
function isFaultOfRequest(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && !/^(08|40|53|55|57|58|XX)/.test(error.code ?? "XX");
}

function describeError({ code = "", message }: pg.DatabaseError): string {
  const condition = conditions[code];
  return `ERROR ${code}${condition === undefined ? "" : ` (${condition})`} ${message}`;
}

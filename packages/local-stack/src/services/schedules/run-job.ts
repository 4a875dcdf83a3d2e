import pg from "pg";
import { z } from "zod";
import type { DatabaseAddress, Logger } from "../../service.ts";

export interface Job {
  id: string;
  schedule: string;
  command: string;
  database: string;
  username: string;
  isActive: boolean;
}

export interface JobRunOptions {
  /** Of the superuser, for `cron.job_run_details`. */
  records: pg.Pool;
  /** How to log in as a role; undefined for roles whose password the stack does not know. */
  addressOf: (role: string) => DatabaseAddress | undefined;
  log: Logger;
}

const runIdSchema = z.object({ runid: z.string() });

/** Runs a job once, as its role, and records how that went. Never rejects; false where it cannot be recorded. */
export async function runJob(
  options: JobRunOptions,
  job: Job,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const { rows } = await options.records.query(
      `insert into cron.job_run_details (jobid, database, username, command, status)
       values ($1, $2, $3, $4, 'starting')
       returning runid`,
      [job.id, job.database, job.username, job.command],
    );
    const { runid } = runIdSchema.parse(rows[0]);
    const outcome = await carryOut(options, job, runid, signal).then(
      (message) => ({ status: "succeeded", message }),
      (error: unknown) => ({ status: "failed", message: describeError(error) }),
    );
    options.log.debug({ job: job.id, ...outcome }, "a cron job ended");
    await options.records.query(
      `update cron.job_run_details
       set status = $2, return_message = $3, end_time = clock_timestamp()
       where runid = $1`,
      [runid, outcome.status, outcome.message],
    );
    return true;
  } catch (error) {
    // The extension was dropped, or the database is gone; what it then says of the run is up to it.
    options.log.debug({ job: job.id, err: error }, "a cron job could not be recorded");
    return false;
  }
}

/** Rejects with the database's error; otherwise resolves with what pg_cron reports of a success. */
async function carryOut(
  { records, addressOf }: JobRunOptions,
  job: Job,
  runId: string,
  signal: AbortSignal,
): Promise<string> {
  const address = addressOf(job.username);
  if (address === undefined) {
    throw new Error(
      `this stack runs jobs of the platform's own login roles only, and "${job.username}" is none`,
    );
  }
  // A login, not `set role`: what a job does cannot lead back to a stronger role.
  const client = new pg.Client({
    ...address,
    database: job.database,
    application_name: "pg_cron",
    connectionTimeoutMillis: 10_000,
  });
  client.on("error", () => undefined);
  const end = () => void client.end().catch(() => undefined);
  try {
    await client.connect();
    const { rows } = await client.query("select pg_backend_pid() as pid");
    const { pid } = z.object({ pid: z.int() }).parse(rows[0]);
    const cancel = () => {
      records.query("select pg_terminate_backend($1)", [pid]).catch(() => undefined);
    };
    signal.addEventListener("abort", cancel, { once: true });
    await records.query(
      `update cron.job_run_details
       set status = 'running', job_pid = $2, start_time = clock_timestamp()
       where runid = $1`,
      [runId, pid],
    );
    try {
      return await execute(client, job.command);
    } finally {
      signal.removeEventListener("abort", cancel);
    }
  } finally {
    end();
  }
}

/**
 * All statements of a command in one go, hence in one transaction unless it says otherwise. Rows are counted
 * and not kept.
 */
async function execute(client: pg.Client, command: string): Promise<string> {
  let message = "0 rows";
  let rowCount: number | undefined;
  client.connection.on("rowDescription", () => {
    rowCount = 0;
  });
  client.connection.on("commandComplete", ({ text }: { text: string }) => {
    message = rowCount === undefined ? text : `${rowCount} ${rowCount === 1 ? "row" : "rows"}`;
    rowCount = undefined;
  });
  const query = new pg.Query(command);
  query.on("row", () => {
    rowCount = (rowCount ?? 0) + 1;
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  query.on("end", () => resolve());
  query.on("error", reject);
  client.once("end", () => reject(new Error("the connection to the database was lost")));
  client.query(query);
  await promise;
  return message;
}

/** As libpq prints an error, which is what pg_cron records. */
function describeError(error: unknown): string {
  if (!(error instanceof pg.DatabaseError)) {
    return error instanceof Error ? error.message : String(error);
  }
  const { severity, message, detail, hint, where } = error;
  return [
    `${severity ?? "ERROR"}:  ${message}`,
    ...(detail === undefined ? [] : [`DETAIL:  ${detail}`]),
    ...(hint === undefined ? [] : [`HINT:  ${hint}`]),
    ...(where === undefined ? [] : [`CONTEXT:  ${where}`]),
    "",
  ].join("\n");
}

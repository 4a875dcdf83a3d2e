import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import pg from "pg";
import pino from "pino";
import { expect, vi } from "vitest";
import type { Service } from "../../src/service.ts";
import { LOGIN_ROLES } from "../../src/services/database/database.ts";
import { createSchedules } from "../../src/services/schedules/schedules.ts";
import { startTestDatabase, type TestDatabase } from "../support/database.ts";

/** A database with the extensions in it, and what carries out their work. */
export interface SchedulesUnderTest extends AsyncDisposable {
  database: TestDatabase;
  service: Service;
  /** As `postgres`, whom migrations run as. */
  operator: pg.Client;
  /** Rows of a statement of `postgres`. */
  rows(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** A connection of its own as another login role. */
  as(role: (typeof LOGIN_ROLES)[number]): Promise<pg.Client>;
}

export function serve(database: TestDatabase, vaultSecrets: Record<string, string> = {}): Service {
  return createSchedules({
    database: database.address("supabase_admin"),
    addressOf: (role) => {
      const known = LOGIN_ROLES.find((name) => name === role);
      return known === undefined ? undefined : database.address(known);
    },
    vaultSecrets,
    log: pino({ level: process.env.LOG_LEVEL ?? "silent" }),
  });
}

export async function startSchedules(): Promise<SchedulesUnderTest> {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await startTestDatabase());
  const service = serve(database);
  await service.start();
  stack.defer(() => service.stop());
  const as = async (role: (typeof LOGIN_ROLES)[number]) => {
    const client = new pg.Client(database.address(role));
    client.on("error", () => undefined);
    await client.connect();
    stack.defer(() => client.end().catch(() => undefined));
    return client;
  };
  const operator = await as("postgres");
  await operator.query("create extension pg_cron with schema pg_catalog");
  await operator.query("create extension pg_net with schema extensions");
  let lastAnswer: Promise<unknown> = Promise.resolve();
  return {
    database,
    service,
    operator,
    as,
    // One after the other on the one connection, also for tests that run side by side.
    rows(text, values) {
      const answer = lastAnswer.catch(() => undefined).then(() => operator.query(text, values));
      lastAnswer = answer;
      return answer.then(({ rows }) => rows);
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Waits for a fact; the last assertion's error tells what was still wrong. */
export function eventually(assertion: () => Promise<void> | void): Promise<void> {
  return vi.waitFor(assertion, { timeout: 30_000, interval: 25 });
}

/** Schedules a job that is due every second and answers its id. */
export async function everySecond(
  schedules: SchedulesUnderTest,
  name: string,
  command: string,
): Promise<string> {
  const [row] = await schedules.rows("select cron.schedule($1, '1 second', $2) as id", [
    name,
    command,
  ]);
  return String(row?.id);
}

/** Waits for the first finished run of a job. */
export async function firstRun(schedules: SchedulesUnderTest, id: string) {
  let run: Record<string, unknown> | undefined;
  await eventually(async () => {
    [run] = await schedules.rows(
      `select * from cron.job_run_details
       where jobid = $1 and end_time is not null order by runid limit 1`,
      [id],
    );
    expect(run).toBeDefined();
  });
  return run ?? {};
}

/** A server that tells what it was asked. */
export async function startReceiver(
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => void = (
    _request,
    response,
  ) => response.end("fine"),
) {
  const received: {
    method: string;
    url: string;
    headers: IncomingMessage["headers"];
    body: string;
  }[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const { method = "", url = "", headers } = request;
    received.push({ method, url, headers, body });
    answer(request, response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

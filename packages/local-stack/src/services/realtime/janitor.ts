import pg from "pg";
import type { DatabaseAddress, Logger } from "../../service.ts";

// Three days are always laid out ahead, so a missed run costs nothing.
const intervalMs = 3_600_000;

/** Keeps the daily partitions of `realtime.messages`: at start and every hour. */
export class Janitor {
  readonly #database: DatabaseAddress;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(database: DatabaseAddress, log: Logger) {
    this.#database = database;
    this.#log = log;
  }

  /** Resolves after the first run, whether or not it succeeded. */
  async start(): Promise<void> {
    this.#timer = setInterval(() => this.#runAgain(), intervalMs);
    this.#timer.unref();
    await this.#runAgain();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  #runAgain(): Promise<void> {
    this.#running = maintainPartitions(this.#database).catch((error: unknown) => {
      this.#log.warn({ err: error }, "partitions of realtime.messages could not be maintained");
    });
    return this.#running;
  }
}

async function maintainPartitions(database: DatabaseAddress): Promise<void> {
  const client = new pg.Client({
    ...database,
    application_name: "realtime janitor",
    connectionTimeoutMillis: 5_000,
  });
  client.on("error", () => undefined); // the query that is running rejects as well
  try {
    await client.connect();
    await client.query("select realtime.maintain_partitions()");
  } finally {
    await client.end().catch(() => undefined);
  }
}

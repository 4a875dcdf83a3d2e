import pg from "pg";
import type { DatabaseAddress, Logger } from "../../service.ts";

// Three days are always laid out ahead, so a missed run costs nothing.
const intervalMs = 3_600_000;
// Timers stand still while a machine sleeps, clocks do not: after days asleep, the next look finds
// that a run is due.
const lookMs = 60_000;

interface JanitorOptions {
  database: DatabaseAddress;
  log: Logger;
  lookMs?: number;
  now?: () => number;
}

/** Keeps the daily partitions of `realtime.messages`: at start and every hour. */
export class Janitor {
  readonly #options: JanitorOptions;
  readonly #now: () => number;
  #ranAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(options: JanitorOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Resolves after the first run, whether or not it succeeded. */
  async start(): Promise<void> {
    this.#timer = setInterval(() => {
      if (this.#now() - this.#ranAt >= intervalMs) void this.#run();
    }, this.#options.lookMs ?? lookMs);
    this.#timer.unref();
    await this.#run();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  #run(): Promise<void> {
    const { database, log } = this.#options;
    this.#ranAt = this.#now();
    this.#running = maintainPartitions(database).catch((error: unknown) => {
      log.warn({ err: error }, "partitions of realtime.messages could not be maintained");
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

import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { DatabaseAddress, Logger } from "../../service.ts";

export interface AnnouncementOptions {
  database: DatabaseAddress;
  /** A connection stands: what was announced before it is unknown. */
  onConnected: () => Promise<void>;
  onAnnounced: (what: string) => void;
  log: Logger;
}

/** The stand-in extensions announce what changed on this channel. */
const CHANNEL = "local_stack_schedules";
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

/** Listens for what the extensions announce, through restarts of the database. */
export class Announcements {
  readonly #options: AnnouncementOptions;
  readonly #stopping = new AbortController();
  #client: pg.Client | undefined;
  #following: Promise<void> = Promise.resolve();

  constructor(options: AnnouncementOptions) {
    this.#options = options;
  }

  get isConnected(): boolean {
    return this.#client !== undefined;
  }

  /** Resolves when listening, rejects when the first connection fails. */
  async start(): Promise<void> {
    const { ended } = await this.#connect();
    this.#following = this.#follow(ended);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#client?.end().catch(() => undefined);
    await this.#following;
  }

  async #follow(firstEnd: Promise<void>): Promise<void> {
    let ended = firstEnd;
    while (!this.#stopping.signal.aborted) {
      await ended;
      this.#client = undefined;
      let delay = FIRST_RETRY_MS;
      while (!this.#stopping.signal.aborted && this.#client === undefined) {
        await sleep(delay, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
        if (this.#stopping.signal.aborted) return;
        try {
          ({ ended } = await this.#connect());
        } catch (error) {
          this.#options.log.debug({ err: error }, "schedules cannot reach the database");
          delay = Math.min(delay * 2, LONGEST_RETRY_MS);
        }
      }
    }
  }

  /** Connects and listens; `ended` resolves when the connection is gone. */
  async #connect(): Promise<{ ended: Promise<void> }> {
    const client = new pg.Client({
      ...this.#options.database,
      application_name: "schedules",
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    client.on("error", () => undefined);
    client.on("end", () => resolve());
    client.on("notification", ({ payload }) => this.#options.onAnnounced(payload ?? ""));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      await this.#options.onConnected();
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.#client = client;
    return { ended };
  }
}

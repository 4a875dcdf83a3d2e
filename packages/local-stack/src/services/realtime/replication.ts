import { randomBytes } from "node:crypto";
import pg from "pg";
import type { DatabaseAddress, Logger } from "../../service.ts";
import { decodePgOutput, type PgOutputMessage, type RelationMessage } from "./pgoutput.ts";
import { decodeWalsenderMessage, encodeStandbyStatus } from "./walsender.ts";

/**
 * Also a knock on the door. Since PostgreSQL 16 a walsender that finds nothing more to send can miss
 * a commit that comes just before it falls asleep, and then sleeps until the next one, or up to ten
 * seconds; whatever it receives lets it look again. (`WalSndWait` prepares to sleep only after the
 * position of the log was read. Measured here: one commit in about 1,500 on a busy machine.)
 */
const statusIntervalMs = 100;
const firstRetryMs = 100;
const longestRetryMs = 5_000;

// Values are wanted as every client of PostgreSQL knows them, whatever the database's settings say.
const textFormats =
  "-c datestyle=ISO -c intervalstyle=postgres -c bytea_output=hex -c extra_float_digits=1 -c timezone=UTC";

interface ReplicationOptions {
  database: DatabaseAddress;
  log: Logger;
  /** Names the slot and the connection. */
  name: string;
  publication: string;
  /** Makes the publication where it is missing. Without it, replication waits until it is there. */
  createPublication?: string;
  /** `relation` is the table of an insert, update or delete. */
  onMessage: (message: PgOutputMessage, relation: RelationMessage | undefined) => void;
  /** Called each time that changes begin to be followed. */
  onStarted?: () => void;
}

/**
 * Follows the committed changes of one publication over a replication connection of its own. The
 * slot is temporary: it vanishes with the connection, so nothing piles up while nobody listens, and
 * nothing is caught up afterwards (as on hosted).
 */
export class Replication {
  readonly #options: ReplicationOptions;
  readonly #waiting = new Set<(isStreaming: boolean) => void>();
  #client: pg.Client | undefined;
  #retryTimer: NodeJS.Timeout | undefined;
  #retryMs = firstRetryMs;
  #isStreaming = false;
  #isStopped = true;
  #isPaused = false;

  constructor(options: ReplicationOptions) {
    this.#options = options;
  }

  get isStreaming(): boolean {
    return this.#isStreaming;
  }

  /** Resolves to true as soon as changes are followed, to false after `timeoutMs` or at the end. */
  whenStreaming(timeoutMs: number): Promise<boolean> {
    if (this.#isStreaming) return Promise.resolve(true);
    return new Promise((resolve) => {
      const settle = (isStreaming: boolean) => {
        clearTimeout(timer);
        this.#waiting.delete(settle);
        resolve(isStreaming);
      };
      const timer = setTimeout(settle, timeoutMs, false);
      this.#waiting.add(settle);
    });
  }

  /** Begins to follow, and goes on trying until `stop`. */
  start(): void {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    this.#retryMs = firstRetryMs;
    void this.#connect();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#retryTimer);
    this.#tellWaiting(false);
    const client = this.#client;
    this.#client = undefined;
    this.#isStreaming = false;
    await client?.end();
  }

  /** Reads no further for a while; PostgreSQL keeps what comes meanwhile. */
  pause(): void {
    this.#isPaused = true;
    this.#client?.connection.stream.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#client?.connection.stream.resume();
  }

  async #connect(): Promise<void> {
    const config = {
      ...this.#options.database,
      replication: "database",
      options: textFormats,
      application_name: `realtime ${this.#options.name} replication`,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    };
    const client = new pg.Client(config);
    this.#client = client;
    let statusTimer: NodeJS.Timeout | undefined;
    client.on("error", (error) => {
      this.#options.log.debug({ err: error }, "the replication connection failed");
    });
    client.once("end", () => {
      clearInterval(statusTimer);
      this.#lost(client);
    });
    try {
      await client.connect();
      const slot = await createSlot(client, this.#options);
      const status = this.#follow(client, slot);
      statusTimer = setInterval(status, statusIntervalMs);
    } catch (error) {
      this.#options.log.warn({ err: error }, "replication could not be started");
      // Ends in "end" also where connecting failed half-way.
      await client.end().catch(() => undefined);
      this.#lost(client);
    }
  }

  #follow(client: pg.Client, slot: string): () => void {
    const relations = new Map<number, RelationMessage>();
    let walEnd = 0n;
    const sendStatus = () => client.connection.stream.write(encodeStandbyStatus(walEnd));

    client.connection.once("replicationStart", () => {
      this.#started();
      if (this.#isPaused) client.connection.stream.pause();
    });
    client.connection.on("copyData", ({ chunk }: { chunk: Buffer }) => {
      const message = decodeWalsenderMessage(chunk);
      if (message === undefined) return;
      if (message.walEnd > walEnd) walEnd = message.walEnd;
      if (message.kind === "data") this.#decode(relations, message.data);
      // Answered at once: a server that shuts down waits for it.
      else if (message.replyRequested) sendStatus();
    });
    client
      .query(
        `START_REPLICATION SLOT "${slot}" LOGICAL 0/0
         (proto_version '1', publication_names '${this.#options.publication}')`,
      )
      .catch((error: unknown) => {
        // Also where the publication was dropped: the next connection makes it again.
        this.#options.log.debug({ err: error }, "replication ended");
        return client.end();
      })
      .catch(() => undefined);
    return sendStatus;
  }

  #decode(relations: Map<number, RelationMessage>, data: Buffer): void {
    try {
      const message = decodePgOutput(data);
      if (message.kind === "relation") relations.set(message.oid, message);
      this.#options.onMessage(
        message,
        "oid" in message && message.kind !== "relation" ? relations.get(message.oid) : undefined,
      );
    } catch (error) {
      this.#options.log.error({ err: error }, "a change could not be passed on");
    }
  }

  #started(): void {
    this.#isStreaming = true;
    this.#retryMs = firstRetryMs;
    this.#tellWaiting(true);
    this.#options.onStarted?.();
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.#isStreaming = false;
    if (this.#isStopped) return;
    this.#retryTimer = setTimeout(() => void this.#connect(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
  }

  #tellWaiting(isStreaming: boolean): void {
    for (const settle of [...this.#waiting]) settle(isStreaming);
  }
}

/** A replication connection speaks the simple query protocol only, so nothing here is bound. */
async function createSlot(client: pg.Client, options: ReplicationOptions): Promise<string> {
  const { name, publication, createPublication } = options;
  const slot = `realtime_${name}_${randomBytes(8).toString("hex")}`;
  // A migration or a person may have dropped it; a replication without publication fails at its
  // first change.
  const existing = await client.query(
    `select from pg_publication where pubname = '${publication}'`,
  );
  if (existing.rowCount === 0) {
    if (createPublication === undefined) throw new Error(`there is no publication ${publication}`);
    await client.query(createPublication);
  }
  // Waits for write transactions that are already running.
  await client.query(
    `CREATE_REPLICATION_SLOT "${slot}" TEMPORARY LOGICAL pgoutput NOEXPORT_SNAPSHOT`,
  );
  return slot;
}

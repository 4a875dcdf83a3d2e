import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { DatabaseAddress, Logger } from "../../../service.ts";
import type { WalChange } from "./wal-change.ts";

/** One message for the subscriptions it names; `data` is JSON. */
export interface JudgedChange {
  subscription_ids: string[];
  data: string;
}

interface ChangeQueueOptions {
  database: DatabaseAddress;
  log: Logger;
  limits: { maxChangeBytes: number; maxQueuedChanges: number; maxQueuedChangeBytes: number };
  deliver: (change: JudgedChange) => void;
  /** Called when no more changes should come, and when they may come again. */
  onFull: () => void;
  onDrained: () => void;
}

const maxBatchChanges = 100;
const maxBatchBytes = 4 * 1024 * 1024;
const retryMs = 200;

const judgeText = `
  select r.subscription_ids,
    (r.wal || jsonb_build_object('errors', to_jsonb(nullif(r.errors, '{}'))))::text as data
  from unnest($1::jsonb[], $2::integer[]) with ordinality as c (wal, max_bytes, position)
  cross join lateral realtime.apply_rls(c.wal, c.max_bytes) r
  order by c.position`;

/**
 * Changes in commit order, waiting for the database to say who may hear of them. Apart from
 * everything else, so that slow policies hold up nothing but changes.
 */
export class ChangeQueue {
  readonly #options: ChangeQueueOptions;
  readonly #pool: pg.Pool;
  #changes: WalChange[] = [];
  #bytes = 0;
  #isFull = false;
  #running: Promise<void> | undefined;
  #isStopped = false;

  constructor(options: ChangeQueueOptions) {
    this.#options = options;
    this.#pool = new pg.Pool({
      ...options.database,
      max: 1,
      // A new connection starts without the plans that make the judging fast.
      idleTimeoutMillis: 60_000,
      connectionTimeoutMillis: 5_000,
      statement_timeout: 10_000,
      options: "-c timezone=UTC",
      application_name: "realtime changes",
    });
    this.#pool.on("error", (error) => this.#options.log.debug({ err: error }, "connection lost"));
    this.#pool.on("connect", (client) => {
      // A policy or filter that fails is said with a warning and means "no".
      client.on("notice", ({ message }) => this.#options.log.warn(message));
    });
  }

  push(change: WalChange): void {
    if (this.#isStopped) return;
    this.#changes.push(change);
    this.#bytes += change.bytes;
    this.#watchFill();
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#changes = [];
    await this.#running;
    await this.#pool.end();
  }

  async #run(): Promise<void> {
    while (!this.#isStopped && this.#changes.length > 0) {
      const batch = this.#take();
      await this.#judge(batch);
      // Counted until judged: what is in the database's hands fills memory as well.
      this.#bytes -= batch.reduce((sum, { bytes }) => sum + bytes, 0);
      this.#watchFill();
    }
  }

  #take(): WalChange[] {
    let bytes = 0;
    const tooMany = this.#changes.findIndex((change, index) => {
      bytes += change.bytes;
      return index > 0 && (index >= maxBatchChanges || bytes > maxBatchBytes);
    });
    return this.#changes.splice(0, tooMany < 0 ? this.#changes.length : tooMany);
  }

  async #judge(batch: WalChange[]): Promise<void> {
    const { log, deliver } = this.#options;
    while (!this.#isStopped) {
      try {
        for (const change of await this.#ask(batch)) deliver(change);
        return;
      } catch (error) {
        if (isUnavailable(error)) {
          await sleep(retryMs);
        } else if (batch.length === 1) {
          log.error({ err: error }, "a change could not be judged and is told to nobody");
          return;
        } else {
          for (const change of batch) await this.#judge([change]);
          return;
        }
      }
    }
  }

  async #ask(batch: WalChange[]): Promise<JudgedChange[]> {
    const { maxChangeBytes } = this.#options.limits;
    const { rows } = await this.#pool.query<JudgedChange>(judgeText, [
      batch.map(({ json }) => json),
      batch.map(({ isTooLarge }) => (isTooLarge ? 0 : maxChangeBytes)),
    ]);
    return rows;
  }

  #watchFill(): void {
    const { maxQueuedChanges, maxQueuedChangeBytes } = this.#options.limits;
    const fill = Math.max(
      this.#changes.length / maxQueuedChanges,
      this.#bytes / maxQueuedChangeBytes,
    );
    if (!this.#isFull && fill > 1) {
      this.#isFull = true;
      this.#options.onFull();
    } else if (this.#isFull && fill <= 0.5) {
      this.#isFull = false;
      this.#options.onDrained();
    }
  }
}

/** The connection is lost or the server goes down; a cancelled query (57014) is the change's fault. */
function isUnavailable(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || /^(08|53|57P|58|XX)/.test(error.code ?? "XX");
}

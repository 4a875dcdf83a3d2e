import type { DatabaseAddress, Logger } from "../../../service.ts";
import type { Claims } from "../../../tokens.ts";
import { RoomFrame } from "../codec.ts";
import type { RealtimeLimits } from "../limits.ts";
import type { PgOutputMessage, RelationMessage } from "../pgoutput.ts";
import type { RateMeter } from "../rates.ts";
import { Replication } from "../replication.ts";
import { ChangeQueue, type JudgedChange } from "./change-queue.ts";
import { RequestError } from "./change-request.ts";
import { type Binding, type ChangeListener, Subscription } from "./subscription.ts";
import { type Registration, SubscriptionStore } from "./subscription-store.ts";
import { type Transaction, toWalChange } from "./wal-change.ts";

interface PostgresChangesOptions {
  database: DatabaseAddress;
  log: Logger;
  limits: RealtimeLimits;
  /** Changes delivered a second. */
  rate: RateMeter;
}

// Not forever: creating the slot waits for write transactions that are already running.
const streamPatienceMs = 10_000;
// Long enough for a page to be loaded again.
const lingerMs = 60_000;
const discardDelayMs = 20;
const discardRetryMs = 1_000;

/**
 * Tells channels what changes in the tables of publication `supabase_realtime`. Replication runs
 * only while someone listens, on a connection apart from that of the messages: neither decoding nor
 * judging a change delays a broadcast.
 */
export class PostgresChanges {
  readonly #options: PostgresChangesOptions;
  readonly #store: SubscriptionStore;
  readonly #queue: ChangeQueue;
  readonly #replication: Replication;
  readonly #subscriptions = new Set<Subscription>();
  readonly #byId = new Map<string, Subscription>();
  /** Tables that at least one subscription listens to; other changes are not even read. */
  #tables = new Set<number>();
  #transaction: Transaction = { commitTime: new Date(0), xid: 0 };
  #publishedTables: string | undefined;
  #watchTimer: NodeJS.Timeout | undefined;
  #lingerTimer: NodeJS.Timeout | undefined;
  #discarded: string[] = [];
  #discardTimer: NodeJS.Timeout | undefined;
  #isCleared = false;

  constructor(options: PostgresChangesOptions) {
    this.#options = options;
    const { database, log, limits } = options;
    this.#store = new SubscriptionStore(database, log);
    this.#replication = new Replication({
      database,
      log,
      name: "changes",
      publication: "supabase_realtime",
      onMessage: (message, relation) => this.#receive(message, relation),
      onStarted: () => {
        for (const subscription of this.#subscriptions) subscription.reconfirm();
      },
    });
    this.#queue = new ChangeQueue({
      database,
      log,
      limits,
      deliver: (change) => this.#deliver(change),
      onFull: () => this.#replication.pause(),
      onDrained: () => this.#replication.resume(),
    });
  }

  /** Forgets what a process that was killed left behind. */
  async start(): Promise<void> {
    await this.#clear().catch((error: unknown) => {
      this.#options.log.warn({ err: error }, "old subscriptions could not be removed yet");
    });
  }

  async stop(): Promise<void> {
    clearTimeout(this.#watchTimer);
    clearTimeout(this.#lingerTimer);
    clearTimeout(this.#discardTimer);
    for (const subscription of this.#subscriptions) subscription.cancel();
    clearTimeout(this.#discardTimer);
    await this.#replication.stop();
    await this.#queue.stop();
    await this.#store.removeAll().catch(() => undefined);
    await this.#store.stop();
  }

  /** Registers a channel's wish; how it goes is told to the listener. */
  subscribe(listener: ChangeListener, bindings: Binding[], claims: Claims): Subscription {
    const { subscriptionRetryMs } = this.#options.limits;
    const subscription = new Subscription(
      {
        register: (registrations, claims) => this.#register(registrations, claims),
        discard: (ids) => this.#discard(subscription, ids),
        tablesChanged: () => this.#tablesChanged(),
      },
      listener,
      { bindings, claims, retryMs: subscriptionRetryMs },
    );
    this.#subscriptions.add(subscription);
    for (const id of subscription.bindings.keys()) this.#byId.set(id, subscription);
    this.#scheduleWatch();
    subscription.renew();
    return subscription;
  }

  async #register(registrations: Registration[], claims: Claims): Promise<Set<number>> {
    await this.#clear();
    // Read before registering: a table that is published in between is noticed by the next look.
    this.#publishedTables ??= await this.#store.publishedTables();
    let tables: Set<number>;
    try {
      tables = await this.#store.register(registrations, claims);
    } catch (error) {
      if (error instanceof RequestError) {
        await this.#store.remove(registrations.map(({ id }) => id));
      }
      throw error;
    }
    clearTimeout(this.#lingerTimer);
    this.#replication.start();
    if (await this.#replication.whenStreaming(streamPatienceMs)) return tables;
    throw new Error("Replication connection was not established in time");
  }

  async #clear(): Promise<void> {
    if (this.#isCleared) return;
    await this.#store.removeAll();
    this.#isCleared = true;
  }

  #discard(subscription: Subscription, ids: string[]): void {
    this.#subscriptions.delete(subscription);
    for (const id of ids) this.#byId.delete(id);
    this.#discarded.push(...ids);
    clearTimeout(this.#discardTimer);
    this.#discardTimer = setTimeout(() => void this.#removeDiscarded(), discardDelayMs);
    if (this.#subscriptions.size > 0) return;
    clearTimeout(this.#watchTimer);
    this.#watchTimer = undefined;
    this.#publishedTables = undefined;
    clearTimeout(this.#lingerTimer);
    this.#lingerTimer = setTimeout(() => void this.#replication.stop(), lingerMs);
    this.#lingerTimer.unref();
  }

  async #removeDiscarded(): Promise<void> {
    const ids = this.#discarded;
    this.#discarded = [];
    try {
      await this.#store.remove(ids);
    } catch (error) {
      this.#options.log.debug({ err: error }, "subscriptions could not be removed yet");
      this.#discarded.push(...ids);
      this.#discardTimer = setTimeout(() => void this.#removeDiscarded(), discardRetryMs);
    }
  }

  #tablesChanged(): void {
    const tables = new Set<number>();
    for (const subscription of this.#subscriptions) {
      for (const table of subscription.tables) tables.add(table);
    }
    this.#tables = tables;
  }

  #scheduleWatch(): void {
    if (this.#watchTimer !== undefined) return;
    this.#watchTimer = setTimeout(async () => {
      await this.#lookAtPublication();
      this.#watchTimer = undefined;
      if (this.#subscriptions.size > 0) this.#scheduleWatch();
    }, this.#options.limits.publicationCheckMs);
    this.#watchTimer.unref();
  }

  /** Whoever listens to a wildcard, or was refused, may be meant by a table that is new. */
  async #lookAtPublication(): Promise<void> {
    const before = this.#publishedTables;
    if (before === undefined) return;
    try {
      const tables = await this.#store.publishedTables();
      if (tables === before || this.#publishedTables !== before) return;
      this.#publishedTables = tables;
      for (const subscription of this.#subscriptions) subscription.renew();
    } catch (error) {
      this.#options.log.debug({ err: error }, "the publication could not be looked at");
    }
  }

  #receive(message: PgOutputMessage, relation: RelationMessage | undefined): void {
    switch (message.kind) {
      case "begin":
        this.#transaction = message;
        break;
      case "insert":
      case "update":
      case "delete": {
        if (relation === undefined || !this.#tables.has(relation.oid)) return;
        const { maxChangeBytes } = this.#options.limits;
        this.#queue.push(toWalChange(message, relation, this.#transaction, maxChangeBytes));
      }
    }
  }

  #deliver({ subscription_ids: ids, data }: JudgedChange): void {
    const { rate } = this.#options;
    // Skipped without a word, as on hosted.
    if (rate.isExceeded) return;
    rate.add(ids.length);
    const heard = new Map<Subscription, Set<number>>();
    for (const id of ids) {
      const subscription = this.#byId.get(id);
      const binding = subscription?.bindings.get(id);
      if (subscription === undefined || binding === undefined) continue;
      const bindings = heard.get(subscription);
      if (bindings === undefined) heard.set(subscription, new Set([binding]));
      else bindings.add(binding);
    }
    const frames = new Map<string, RoomFrame>();
    for (const [{ listener }, bindings] of heard) {
      const list = [...bindings].join(",");
      const key = `${list} ${listener.topic}`;
      let frame = frames.get(key);
      if (frame === undefined) {
        frame = RoomFrame.text(
          listener.topic,
          "postgres_changes",
          `{"ids":[${list}],"data":${data}}`,
        );
        frames.set(key, frame);
      }
      const encoded = frame.for(listener.version);
      if (encoded !== undefined) listener.deliverChange(encoded);
    }
  }
}

import type { Claims } from "../../../tokens.ts";
import type { Frame } from "../codec.ts";
import type { JsonObject, ProtocolVersion } from "../messages.ts";
import { RequestError, readChangeRequest } from "./change-request.ts";
import { inspect } from "./inspect.ts";
import type { Registration } from "./subscription-store.ts";

/** A joined channel that listens to changes. */
export interface ChangeListener {
  readonly version: ProtocolVersion;
  readonly topic: string;
  deliverChange(frame: Frame): void;
  /** Tells how the subscription goes; it never ends the channel. */
  tellChanges(status: "ok" | "error", message: string): void;
}

/** What a channel asked for, and the number by which its client knows each binding. */
export interface Binding {
  id: number;
  entry: JsonObject;
}

/** What a subscription needs of its surroundings. */
interface Registrar {
  /** Resolves when changes arrive; rejects with `RequestError` where the request is at fault. */
  register(registrations: Registration[], claims: Claims): Promise<Set<number>>;
  /** Forgets what may be registered under these ids. */
  discard(ids: string[]): void;
  /** The subscription listens to other tables than before. */
  tablesChanged(): void;
}

/** One channel's wish to hear of changes: registered with its claims, and again when asked to. */
export class Subscription {
  readonly listener: ChangeListener;
  /** By the id that the database knows, the number that the client knows. */
  readonly bindings: ReadonlyMap<string, number>;
  /** Resolves with why nothing will ever come, or undefined as soon as changes arrive. */
  readonly outcome: Promise<string | undefined>;
  tables: ReadonlySet<number> = new Set();
  readonly #entries: { id: string; entry: JsonObject }[];
  readonly #registrar: Registrar;
  readonly #retryMs: number;
  readonly #settle: (refusal: string | undefined) => void;
  #claims: Claims;
  #isDue = false;
  #isConfirmed = false;
  #isBusy = false;
  #isCancelled = false;
  #retryTimer: NodeJS.Timeout | undefined;

  constructor(
    registrar: Registrar,
    listener: ChangeListener,
    wish: { bindings: Binding[]; claims: Claims; retryMs: number },
  ) {
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    this.outcome = promise;
    this.#settle = resolve;
    this.#registrar = registrar;
    this.listener = listener;
    this.#claims = wish.claims;
    this.#retryMs = wish.retryMs;
    const entries = wish.bindings.map(({ id, entry }) => ({
      number: id,
      id: crypto.randomUUID(),
      entry,
    }));
    this.#entries = entries;
    this.bindings = new Map(entries.map(({ id, number }) => [id, number]));
  }

  /** Registers anew, with new claims where given; the client is told how it went. */
  renew(claims = this.#claims): void {
    this.#claims = claims;
    this.#isDue = true;
    clearTimeout(this.#retryTimer);
    if (!this.#isBusy) void this.#work();
  }

  /** After a gap: those who were told that changes arrive are told once more. */
  reconfirm(): void {
    if (this.#isConfirmed) this.renew();
  }

  cancel(): void {
    if (this.#isCancelled) return;
    this.#isCancelled = true;
    clearTimeout(this.#retryTimer);
    if (!this.#isBusy) this.#discard();
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    while (this.#isDue && !this.#isCancelled) {
      this.#isDue = false;
      const [status, message] = await this.#register();
      this.#isConfirmed = status === "ok";
      if (!this.#isDue && !this.#isCancelled) this.listener.tellChanges(status, message);
    }
    this.#isBusy = false;
    if (this.#isCancelled) this.#discard();
  }

  async #register(): Promise<["ok" | "error", string]> {
    try {
      const registrations = this.#entries.map(({ id, entry }) => ({
        id,
        request: readChangeRequest(entry),
      }));
      this.#setTables(await this.#registrar.register(registrations, this.#claims));
      this.#settle(undefined);
      return ["ok", "Subscribed to PostgreSQL"];
    } catch (error) {
      this.#setTables(new Set());
      // Nothing but another request, or another publication, would help.
      if (error instanceof RequestError) {
        this.#settle(error.message);
        return ["error", error.message];
      }
      this.#retryTimer = setTimeout(() => this.renew(), this.#retryMs * (1 + Math.random()));
      this.#retryTimer.unref();
      const reason = error instanceof Error ? error.message : String(error);
      return ["error", `{:error, ${inspect(reason)}}`];
    }
  }

  #setTables(tables: ReadonlySet<number>): void {
    this.tables = tables;
    this.#registrar.tablesChanged();
  }

  #discard(): void {
    this.#setTables(new Set());
    this.#registrar.discard([...this.bindings.keys()]);
  }
}

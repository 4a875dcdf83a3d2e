import type { Permissions } from "./authorizer.ts";
import type { Binding, ChangeListener, Subscription } from "./changes/subscription.ts";
import { ChannelRights } from "./channel-rights.ts";
import { broadcastObject, encodeText, type Frame, RoomFrame } from "./codec.ts";
import type { Connection, RealtimeContext } from "./context.ts";
import { type Credentials, TokenError } from "./credentials.ts";
import { ExpiryTimer } from "./expiry-timer.ts";
import type { Member, Room } from "./hub.ts";
import type { JoinRequest } from "./join-payload.ts";
import {
  type BroadcastPush,
  type InboundMessage,
  isObject,
  type JsonObject,
  type ProtocolVersion,
  type Ref,
} from "./messages.ts";
import { WindowLimit } from "./rates.ts";
import type { ReplayedMessage } from "./replay.ts";

interface ChannelOptions {
  subtopic: string;
  joinRef: Ref;
  request: JoinRequest;
  credentials: Credentials;
  token: string | undefined;
  mayRead: Permissions;
  /** Called once, when the channel is over for whatever reason. */
  onClosed: () => void;
}

/** One joined channel of one connection: what it may do, and what becomes of its messages. */
export class Channel implements Member, ChangeListener {
  readonly version: ProtocolVersion;
  readonly joinRef: Ref;
  readonly #context: RealtimeContext;
  readonly #connection: Connection;
  readonly #options: ChannelOptions;
  readonly #room: Room;
  readonly #rights: ChannelRights;
  readonly #presenceCalls: WindowLimit;
  #credentials: Credentials;
  #token: string | undefined;
  #presenceEnabled: boolean;
  /** What is to be told once the join is answered. */
  #held: (() => void)[] | undefined;
  #replayedIds: ReadonlySet<string> = new Set();
  #changes: Subscription | undefined;
  readonly #expiry = new ExpiryTimer((text) => this.fail(text));
  #closed = false;

  constructor(context: RealtimeContext, connection: Connection, options: ChannelOptions) {
    this.#context = context;
    this.#connection = connection;
    this.#options = options;
    this.version = connection.version;
    this.joinRef = options.joinRef;
    this.#credentials = options.credentials;
    this.#token = options.token;
    this.#presenceEnabled = options.request.presence.enabled;
    this.#rights = new ChannelRights(context, {
      subtopic: options.subtopic,
      isPrivate: options.request.isPrivate,
      mayRead: options.mayRead,
      caller: () => ({ claims: this.#credentials.claims, headers: connection.headers }),
      onUnanswered: () => this.crash(),
    });
    const { maxClientPresenceEvents, clientPresenceWindowMs } = context.limits;
    this.#presenceCalls = new WindowLimit(maxClientPresenceEvents, clientPresenceWindowMs);
    this.#room = context.hub.enter(options.request.isPrivate, options.subtopic, this);
    this.#expiry.watch(options.credentials.expiresAt);
  }

  get topic(): string {
    return this.#room.topic;
  }

  get mayRead(): Permissions {
    return this.#rights.mayRead;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  deliverBroadcast(frame: Frame, messageId?: string): void {
    if (this.#held !== undefined) {
      this.#held.push(() => this.deliverBroadcast(frame, messageId));
      return;
    }
    if (messageId !== undefined && this.#replayedIds.has(messageId)) return;
    const { events } = this.#context.rates;
    events.add();
    if (events.isExceeded) this.fail("Too many messages per second");
    else this.#send(frame);
  }

  deliverPresence(frame: Frame): void {
    if (this.#held !== undefined) {
      this.#held.push(() => this.deliverPresence(frame));
      return;
    }
    this.#context.rates.presence.add();
    this.#send(frame);
  }

  deliverChange(frame: Frame): void {
    this.#send(frame);
  }

  tellChanges(status: "ok" | "error", message: string): void {
    if (this.#held !== undefined) this.#held.push(() => this.tellChanges(status, message));
    else this.system("postgres_changes", status, message);
  }

  /** Keeps what is to be told until `release`: the join is not answered yet. */
  hold(): void {
    this.#held = [];
  }

  /** Sends earlier messages, then what was kept; nothing is told twice. */
  release(messages: ReplayedMessage[]): void {
    this.#replayedIds = new Set(messages.map(({ id }) => id));
    for (const message of messages) {
      const broadcast = { ...message, topic: this.topic };
      if (message.encoding === "json") this.#pushJson("broadcast", broadcastObject(broadcast));
      else this.#send(RoomFrame.broadcast(broadcast).for(this.version));
    }
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const deliver of held) deliver();
  }

  /** Resolves with why no changes will come, or undefined as soon as they arrive. */
  listenToChanges(bindings: Binding[]): Promise<string | undefined> {
    this.#changes = this.#context.changes.subscribe(this, bindings, this.#credentials.claims);
    return this.#changes.outcome;
  }

  /** Handles one message; a promise only where the database or a key has to be asked first. */
  handle(message: InboundMessage): void | Promise<void> {
    if (message.kind === "broadcast") return this.#relayBinary(message);
    switch (message.event) {
      case "broadcast":
        return this.#relayText(message.ref, message.payload);
      case "presence":
        return this.#changePresence(message.ref, message.payload);
      case "access_token":
        return this.#replaceToken(message.payload);
      default: // Unknown events get no answer.
        return undefined;
    }
  }

  reply(ref: Ref, status: "ok" | "error", response: unknown): void {
    this.push("phx_reply", { status, response }, ref);
  }

  push(event: string, payload: JsonObject, ref: Ref = null): void {
    this.#pushJson(event, JSON.stringify(payload), ref);
  }

  system(extension: "system" | "postgres_changes", status: "ok" | "error", message: string): void {
    if (this.#closed) return;
    this.push("system", { extension, status, message, channel: this.#options.subtopic });
  }

  sendPresenceState(): void {
    if (!this.#presenceEnabled || !this.mayRead.presence || !this.#admitsPresence()) return;
    this.push("presence_state", this.#room.presence.state());
  }

  /** Ends the channel and tells the client, who then does not come back by itself. */
  close(): void {
    if (this.#closed) return;
    this.push("phx_close", {}, this.joinRef);
    this.leave();
  }

  /** Ends the channel after a failure of ours: the client joins again after a moment. */
  crash(): void {
    if (this.#closed) return;
    this.push("phx_error", { reason: "channel_crash" }, this.joinRef);
    this.leave();
  }

  /** Leaves the room without a word to the client. */
  leave(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#expiry.stop();
    this.#changes?.cancel();
    this.#context.hub.leave(this.#options.request.isPrivate, this.#options.subtopic, this);
    this.#options.onClosed();
  }

  /** Ends the channel with a reason the client is shown. */
  fail(message: string): void {
    if (this.#closed) return;
    this.system("system", "error", message);
    this.close();
  }

  #send(frame: Frame | undefined): void {
    if (frame !== undefined && !this.#closed) this.#connection.send(frame.data, frame.isBinary);
  }

  #pushJson(event: string, payload: string, ref: Ref = null): void {
    const envelope = { joinRef: this.joinRef, ref, topic: this.topic, event };
    this.#connection.send(encodeText(this.version, envelope, payload));
  }

  #relayBinary(message: BroadcastPush): void | Promise<void> {
    const { broadcast } = message;
    return this.#relay(message.ref, broadcast.payload.length, () =>
      RoomFrame.broadcast({ ...broadcast, topic: this.#room.topic }),
    );
  }

  #relayText(ref: Ref, payload: unknown): void | Promise<void> {
    if (!isObject(payload)) return undefined;
    const json = JSON.stringify(payload);
    return this.#relay(ref, Buffer.byteLength(json), () =>
      RoomFrame.text(this.#room.topic, "broadcast", json),
    );
  }

  #relay(ref: Ref, bytes: number, frame: () => RoomFrame): void | Promise<void> {
    const { ack, self } = this.#options.request.broadcast;
    return this.#withWriteAccess((may) => {
      // No answer to a denied write, not even with `ack`: hosted's clients see a timeout.
      if (!may.broadcast) return;
      this.#context.rates.events.add();
      const tooLarge = bytes > this.#context.limits.maxPayloadBytes;
      if (!tooLarge) this.#room.broadcast(frame(), self ? {} : { except: this });
      if (!ack) return;
      if (tooLarge) this.reply(ref, "error", "payload_size_exceeded");
      else this.reply(ref, "ok", {});
    });
  }

  #changePresence(ref: Ref, message: unknown): void | Promise<void> {
    if (!this.#presenceCalls.admits()) return this.fail("Client presence rate limit exceeded");
    const event = isObject(message) ? message.event : undefined;
    const payload = isObject(message) ? (message.payload ?? {}) : {};
    switch (typeof event === "string" ? event.toLowerCase() : undefined) {
      case "track":
        if (isObject(payload)) return this.#track(ref, payload);
        return this.reply(ref, "error", { reason: "Presence track payload must be a map" });
      case "untrack": {
        const diff = this.#room.presence.untrack(this);
        if (diff !== undefined) this.#room.announce(diff);
        return this.reply(ref, "ok", {});
      }
      default:
        return this.reply(ref, "error", {});
    }
  }

  #track(ref: Ref, payload: JsonObject): void | Promise<void> {
    if (Buffer.byteLength(JSON.stringify(payload)) > this.#context.limits.maxPayloadBytes) {
      return this.fail("Track message size exceeded");
    }
    return this.#withWriteAccess((may) => {
      if (!may.presence) return this.reply(ref, "error", {});
      const add = () => {
        // Whoever left meanwhile would stay present for ever.
        if (this.#closed || !this.#admitsPresence()) return;
        const { key } = this.#options.request.presence;
        const diff = this.#room.presence.track(this, key, payload);
        if (diff !== undefined) this.#room.announce(diff);
        this.reply(ref, "ok", {});
      };
      return this.#presenceEnabled ? add() : this.#enablePresence().then(add);
    });
  }

  #admitsPresence(): boolean {
    const { presence } = this.#context.rates;
    if (presence.isExceeded) this.fail("Too many presence messages per second");
    else presence.add();
    return !this.#closed;
  }

  /** Tracking turns presence on. */
  #enablePresence(): Promise<void> {
    this.#presenceEnabled = true;
    return this.#rights.askToReadPresence();
  }

  #withWriteAccess(action: (may: Permissions) => void | Promise<void>): void | Promise<void> {
    const may = this.#rights.mayWrite();
    if (!(may instanceof Promise)) return action(may);
    return may.then((answer) => (this.#closed ? undefined : action(answer)));
  }

  async #replaceToken(payload: unknown): Promise<void> {
    const token = isObject(payload) ? payload.access_token : undefined;
    if (token === undefined || token === null || token === this.#token) return;
    if (typeof token === "string" && token.startsWith("sb_")) return;
    try {
      this.#credentials = await this.#context.credentials.read(String(token));
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      return this.fail(error.message);
    }
    if (this.#closed) return;
    this.#token = String(token);
    this.#expiry.watch(this.#credentials.expiresAt);
    const refusal = await this.#rights.renew(this.#presenceEnabled);
    if (refusal !== undefined) this.fail(refusal);
    else if (!this.#closed) this.#changes?.renew(this.#credentials.claims);
  }
}

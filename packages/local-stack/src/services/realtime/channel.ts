import { everything, nothing, type Permissions } from "./authorizer.ts";
import { encodeText, type Frame, RoomFrame } from "./codec.ts";
import type { Connection, RealtimeContext } from "./context.ts";
import { type Credentials, expiredText, TokenError } from "./credentials.ts";
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

/**
 * A broken clock or a token that lives for years: expiry is looked at again this often (hosted's 5
 * minutes).
 */
const longestExpiryWaitMs = 300_000;

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
export class Channel implements Member {
  readonly version: ProtocolVersion;
  readonly joinRef: Ref;
  mayRead: Permissions;
  readonly #context: RealtimeContext;
  readonly #connection: Connection;
  readonly #options: ChannelOptions;
  readonly #room: Room;
  #credentials: Credentials;
  #token: string | undefined;
  /** What the policies allow to write; unknown until first needed and after each new token. */
  #mayWrite: Permissions | undefined;
  #presenceEnabled: boolean;
  #expiry: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(context: RealtimeContext, connection: Connection, options: ChannelOptions) {
    this.#context = context;
    this.#connection = connection;
    this.#options = options;
    this.version = connection.version;
    this.joinRef = options.joinRef;
    this.mayRead = options.mayRead;
    this.#credentials = options.credentials;
    this.#token = options.token;
    this.#presenceEnabled = options.request.presence.enabled;
    this.#room = context.hub.enter(options.request.isPrivate, options.subtopic, this);
    this.#watchExpiry();
  }

  deliver(frame: Frame): void {
    this.#connection.send(frame.data, frame.isBinary);
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
    const envelope = { joinRef: this.joinRef, ref, topic: this.#room.topic, event };
    this.#connection.send(encodeText(this.version, envelope, JSON.stringify(payload)));
  }

  system(extension: "system" | "postgres_changes", status: "ok" | "error", message: string): void {
    if (this.#closed) return;
    this.push("system", { extension, status, message, channel: this.#options.subtopic });
  }

  sendPresenceState(): void {
    if (this.#presenceEnabled && this.mayRead.presence) {
      this.push("presence_state", this.#room.presence.state());
    }
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
    clearTimeout(this.#expiry);
    this.#context.hub.leave(this.#options.request.isPrivate, this.#options.subtopic, this);
    this.#options.onClosed();
  }

  /** Ends the channel with a reason the client is shown. */
  fail(message: string): void {
    if (this.#closed) return;
    this.system("system", "error", message);
    this.close();
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
      const tooLarge = bytes > this.#context.limits.maxPayloadBytes;
      if (!tooLarge) this.#room.broadcast(frame(), self ? undefined : this);
      if (!ack) return;
      if (tooLarge) this.reply(ref, "error", "payload_size_exceeded");
      else this.reply(ref, "ok", {});
    });
  }

  #changePresence(ref: Ref, message: unknown): void | Promise<void> {
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
        if (this.#closed) return;
        const { key } = this.#options.request.presence;
        const diff = this.#room.presence.track(this, key, payload);
        if (diff !== undefined) this.#room.announce(diff);
        this.reply(ref, "ok", {});
      };
      return this.#presenceEnabled ? add() : this.#enablePresence().then(add);
    });
  }

  /**
   * Tracking turns presence on; a private channel has not been asked yet whether it may read it.
   */
  async #enablePresence(): Promise<void> {
    this.#presenceEnabled = true;
    if (!this.#options.request.isPrivate) return;
    const may = await this.#probe(() =>
      this.#context.authorizer.read(this.#caller(), this.#options.subtopic, ["presence"]),
    );
    this.mayRead = { ...this.mayRead, presence: may.presence };
  }

  #withWriteAccess(action: (may: Permissions) => void | Promise<void>): void | Promise<void> {
    if (!this.#options.request.isPrivate) return action(everything);
    if (this.#mayWrite !== undefined) return action(this.#mayWrite);
    return this.#probe(() =>
      this.#context.authorizer.write(this.#caller(), this.#options.subtopic),
    ).then((may) => {
      this.#mayWrite = may;
      return this.#closed ? undefined : action(may);
    });
  }

  #caller() {
    return { claims: this.#credentials.claims, headers: this.#connection.headers };
  }

  /** An unanswered question ends the channel rather than being taken for a yes or a no. */
  async #probe(ask: () => Promise<Permissions>): Promise<Permissions> {
    try {
      return await ask();
    } catch (error) {
      this.#context.log.warn({ err: error }, "a channel's rights could not be looked up");
      this.crash();
      return nothing;
    }
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
    this.#mayWrite = undefined;
    this.#watchExpiry();
    if (this.#options.request.isPrivate) await this.#rereadPermissions();
  }

  async #rereadPermissions(): Promise<void> {
    const { subtopic } = this.#options;
    const before = this.mayRead;
    const after = await this.#probe(() =>
      this.#context.authorizer.read(
        this.#caller(),
        subtopic,
        this.#presenceEnabled ? ["broadcast", "presence"] : ["broadcast"],
      ),
    );
    if (this.#closed) return;
    this.mayRead = after;
    if (!after.broadcast && !after.presence) {
      this.fail(`You do not have permissions to read from this Channel topic: ${subtopic}`);
    } else if ((before.broadcast && !after.broadcast) || (before.presence && !after.presence)) {
      this.fail(`You no longer have permission to read from this Channel topic: ${subtopic}`);
    }
  }

  #watchExpiry(): void {
    clearTimeout(this.#expiry);
    const { expiresAt } = this.#credentials;
    if (expiresAt === undefined) return;
    const wait = Math.min(longestExpiryWaitMs, Math.max(0, expiresAt - Date.now()));
    this.#expiry = setTimeout(() => {
      if (Date.now() < expiresAt) this.#watchExpiry();
      else this.fail(expiredText(expiresAt));
    }, wait);
    this.#expiry.unref();
  }
}

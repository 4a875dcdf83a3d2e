import type { RawData, WebSocket } from "ws";
import type { Channel } from "./channel.ts";
import { decodeMessage, encodeText } from "./codec.ts";
import type { Connection, RealtimeContext } from "./context.ts";
import type { Credentials } from "./credentials.ts";
import type { Handshake } from "./handshake.ts";
import { JoinRefusal, join } from "./join.ts";
import type { Envelope, InboundMessage, ProtocolVersion, TextMessage } from "./messages.ts";

/**
 * One websocket and its channels. Messages are handled in the order they came: while one waits for
 * the database, the later ones queue, and reading pauses when too many do.
 */
export class RealtimeSocket implements Connection {
  readonly version: ProtocolVersion;
  readonly credentials: Credentials;
  readonly token: string;
  readonly headers: Record<string, string>;
  readonly #context: RealtimeContext;
  readonly #websocket: WebSocket;
  readonly #channels = new Map<string, Channel>();
  readonly #queue: InboundMessage[] = [];
  #isBusy = false;
  #heardAt = Date.now();
  #emptySince: number | undefined = Date.now();

  constructor(context: RealtimeContext, websocket: WebSocket, handshake: Handshake) {
    this.#context = context;
    this.#websocket = websocket;
    this.version = handshake.version;
    this.credentials = handshake.credentials;
    this.token = handshake.token;
    this.headers = handshake.headers;
    websocket.on("message", (data, isBinary) => this.#receive(data, isBinary));
    websocket.on("ping", () => this.#heard());
    websocket.on("close", () => this.#leaveAll());
    // A frame that breaks the websocket protocol; `ws` closes the connection by itself.
    websocket.on("error", (error) => context.log.debug({ err: error }, "a websocket failed"));
  }

  get channelCount(): number {
    return this.#channels.size;
  }

  get isOpen(): boolean {
    return this.#websocket.readyState === this.#websocket.OPEN;
  }

  send(data: string | Buffer, isBinary = false): void {
    if (!this.isOpen) return;
    if (this.#websocket.bufferedAmount > this.#context.limits.maxBufferedBytes) {
      this.#context.log.warn("a websocket read too slowly and was cut off");
      this.terminate();
      return;
    }
    this.#websocket.send(data, { binary: isBinary });
  }

  close(code: number, reason: string): void {
    this.#websocket.close(code, reason);
    this.#leaveAll();
  }

  terminate(): void {
    this.#websocket.terminate();
  }

  /** What a stopping server says: the client comes back by itself. */
  dismiss(): void {
    const payload = { extension: "system", status: "ok", message: "Server requested disconnect" };
    for (const [topic, channel] of this.#channels) {
      const envelope = { joinRef: channel.joinRef, ref: null, topic, event: "system" };
      this.send(encodeText(this.version, envelope, JSON.stringify(payload)));
    }
    // Channels are left when the socket has closed: by then nobody in their rooms still listens.
    this.#websocket.close(1012, "Service Restart");
  }

  /** Closes the connection if it has been silent, or without a channel, for too long. */
  closeIfIdle(now: number): void {
    const { idleTimeoutMs, emptySocketTimeoutMs } = this.#context.limits;
    const isSilent = now - this.#heardAt > idleTimeoutMs;
    const isUnused =
      this.#emptySince !== undefined && now - this.#emptySince > emptySocketTimeoutMs;
    if (isSilent || isUnused) this.close(1000, "idle");
  }

  #heard(): void {
    this.#heardAt = Date.now();
  }

  #receive(data: RawData, isBinary: boolean): void {
    this.#heard();
    if (!Buffer.isBuffer(data)) return;
    const message = decodeMessage(this.version, data, isBinary);
    if (message === undefined) return;
    if (message.topic === "phoenix" && message.event === "heartbeat") {
      this.#reply({ ...message, joinRef: null }, "ok", {});
      return;
    }
    if (!this.#isBusy) {
      this.#handle(message);
      return;
    }
    this.#queue.push(message);
    if (this.#queue.length > this.#context.limits.maxQueuedMessages) this.#websocket.pause();
  }

  #handle(message: InboundMessage): void {
    let pending: void | Promise<void>;
    try {
      pending = this.#route(message);
    } catch (error) {
      this.#failed(message, error);
      return;
    }
    if (pending === undefined) return;
    this.#isBusy = true;
    pending
      .catch((error: unknown) => this.#failed(message, error))
      .finally(() => {
        this.#isBusy = false;
        this.#handleQueued();
      });
  }

  #handleQueued(): void {
    while (!this.#isBusy && this.isOpen) {
      const next = this.#queue.shift();
      if (next === undefined) break;
      this.#handle(next);
    }
    if (!this.isOpen) this.#queue.length = 0;
    // Also when closing: a paused socket would never hear that the other side closes too.
    if (this.#queue.length === 0 && this.#websocket.isPaused) this.#websocket.resume();
  }

  #failed(message: InboundMessage, error: unknown): void {
    this.#context.log.error({ err: error, topic: message.topic }, "a message could not be handled");
    this.#channels.get(message.topic)?.crash();
  }

  #route(message: InboundMessage): void | Promise<void> {
    if (message.kind === "text" && message.event === "phx_join") return this.#join(message);
    const channel = this.#channels.get(message.topic);
    if (channel === undefined) {
      if (message.event === "phx_leave") this.#reply(message, "ok", {});
      else this.#refuse(message);
      return undefined;
    }
    // An answer to a join that has been replaced since.
    if (message.joinRef !== null && message.joinRef !== channel.joinRef) return undefined;
    if (message.event !== "phx_leave") return channel.handle(message);
    channel.reply(message.ref, "ok", {});
    channel.close();
    return undefined;
  }

  async #join(message: TextMessage): Promise<void> {
    const { topic } = message;
    if (!topic.startsWith("realtime:")) {
      this.#refuse(message);
      return;
    }
    if (!this.#context.joins.admits(this.#context.limits.maxJoinsPerSecond)) {
      this.#refuseJoin(message, "ClientJoinRateLimitReached: Too many joins per second");
      this.close(1001, "");
      return;
    }
    this.#channels.get(topic)?.close();
    try {
      const channel = await join(this.#context, this, message, () => this.#forget(topic));
      if (channel === undefined) return;
      this.#channels.set(topic, channel);
      this.#emptySince = undefined;
    } catch (error) {
      if (error instanceof JoinRefusal) {
        this.#refuseJoin(message, error.message);
        return;
      }
      this.#context.log.error({ err: error, topic }, "a join failed");
      this.#refuseJoin(message, "Unknown Error on Channel");
    }
  }

  #forget(topic: string): void {
    this.#channels.delete(topic);
    if (this.#channels.size === 0) this.#emptySince = Date.now();
  }

  #leaveAll(): void {
    this.#queue.length = 0;
    for (const channel of [...this.#channels.values()]) channel.leave();
  }

  #refuse(message: Envelope): void {
    this.#reply({ ...message, joinRef: null }, "error", { reason: "unmatched topic" });
  }

  #refuseJoin(message: Envelope, reason: string): void {
    const send = () => this.#reply(message, "error", { reason });
    const { refusalDelayMs } = this.#context.limits;
    if (refusalDelayMs === 0) send();
    else setTimeout(send, refusalDelayMs).unref();
  }

  #reply(message: Envelope, status: "ok" | "error", response: unknown): void {
    const { joinRef, ref, topic } = message;
    const envelope = { joinRef, ref, topic, event: "phx_reply" };
    this.send(encodeText(this.version, envelope, JSON.stringify({ status, response })));
  }
}

import { decodeUserBroadcastPush, encodeUserBroadcast } from "./binary-frames.ts";
import {
  type Envelope,
  type InboundMessage,
  isObject,
  type ProtocolVersion,
  type Ref,
  type TextMessage,
  type UserBroadcast,
} from "./messages.ts";

function readRef(value: unknown): Ref {
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? value : null;
}

/** Reads one frame; undefined for anything that is not a message, which is then dropped. */
export function decodeMessage(
  version: ProtocolVersion,
  data: Buffer,
  isBinary: boolean,
): InboundMessage | undefined {
  if (isBinary) return version === "2.0.0" ? decodeUserBroadcastPush(data) : undefined;
  let message: unknown;
  try {
    message = JSON.parse(data.toString("utf8"));
  } catch {
    return undefined;
  }
  return version === "2.0.0" ? readArray(message) : readObject(message);
}

function readArray(message: unknown): TextMessage | undefined {
  if (!Array.isArray(message) || message.length < 5) return undefined;
  const [joinRef, ref, topic, event, payload]: unknown[] = message;
  if (typeof topic !== "string" || typeof event !== "string") return undefined;
  return { kind: "text", joinRef: readRef(joinRef), ref: readRef(ref), topic, event, payload };
}

function readObject(message: unknown): TextMessage | undefined {
  if (!isObject(message) || !("payload" in message) || !("ref" in message)) return undefined;
  const { topic, event, payload } = message;
  if (typeof topic !== "string" || typeof event !== "string") return undefined;
  return {
    kind: "text",
    joinRef: readRef(message.join_ref),
    ref: readRef(message.ref),
    topic,
    event,
    payload,
  };
}

/**
 * Writes one message as text; `payload` is JSON already, so that it is written once for many
 * receivers.
 */
export function encodeText(version: ProtocolVersion, envelope: Envelope, payload: string): string {
  const topic = JSON.stringify(envelope.topic);
  const event = JSON.stringify(envelope.event);
  const ref = JSON.stringify(envelope.ref);
  return version === "2.0.0"
    ? `[${JSON.stringify(envelope.joinRef)},${ref},${topic},${event},${payload}]`
    : `{"topic":${topic},"event":${event},"payload":${payload},"ref":${ref}}`;
}

/** Bytes as they go onto the wire, whoever receives them. */
export interface Frame {
  data: Buffer;
  isBinary: boolean;
}

/** One message for a whole room: encoded when the first receiver of a version asks, then shared. */
export class RoomFrame {
  readonly #encode: (version: ProtocolVersion) => Frame | undefined;
  readonly #encoded = new Map<ProtocolVersion, Frame | undefined>();

  private constructor(encode: (version: ProtocolVersion) => Frame | undefined) {
    this.#encode = encode;
  }

  /** A text message; `payload` is JSON. */
  static text(topic: string, event: string, payload: string): RoomFrame {
    return new RoomFrame((version) => textFrame(version, topic, event, payload));
  }

  /** A broadcast: binary for 2.0.0, the equal object for 1.0.0, which never sees raw bytes. */
  static broadcast(broadcast: UserBroadcast): RoomFrame {
    const { topic, encoding } = broadcast;
    return new RoomFrame((version) => {
      const binary = version === "2.0.0" ? encodeUserBroadcast(broadcast) : undefined;
      if (binary !== undefined) return { data: binary, isBinary: true };
      if (encoding === "binary") return undefined;
      return textFrame(version, topic, "broadcast", broadcastObject(broadcast));
    });
  }

  /** Undefined when this version cannot carry the message. */
  for(version: ProtocolVersion): Frame | undefined {
    if (!this.#encoded.has(version)) this.#encoded.set(version, this.#encode(version));
    return this.#encoded.get(version);
  }
}

function textFrame(version: ProtocolVersion, topic: string, event: string, payload: string): Frame {
  const text = encodeText(version, { joinRef: null, ref: null, topic, event }, payload);
  return { data: Buffer.from(text, "utf8"), isBinary: false };
}

/** A broadcast as the JSON that text messages carry. */
export function broadcastObject({ event, payload, meta }: UserBroadcast): string {
  const metaField = meta === undefined ? "" : `,"meta":${meta}`;
  return `{"type":"broadcast","event":${JSON.stringify(event)},"payload":${payload.toString("utf8")}${metaField}}`;
}

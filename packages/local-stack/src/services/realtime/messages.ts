/**
 * The two envelopes of the Phoenix protocol: an object (1.0.0), an array beside binary frames
 * (2.0.0).
 */
export type ProtocolVersion = "1.0.0" | "2.0.0";
export type Ref = string | null;
export type JsonObject = { [key: string]: unknown };

export interface Envelope {
  joinRef: Ref;
  ref: Ref;
  topic: string;
  event: string;
}

export interface TextMessage extends Envelope {
  kind: "text";
  payload: unknown;
}

/** A broadcast with its payload still as bytes: they are passed on, not understood. */
export interface UserBroadcast {
  topic: string;
  event: string;
  encoding: "json" | "binary";
  payload: Buffer;
  /** JSON beside the payload, such as the id of the row it came from. */
  meta?: string;
}

/** A broadcast in the compact binary form (kind 3). */
export interface BroadcastPush extends Envelope {
  kind: "broadcast";
  broadcast: Omit<UserBroadcast, "topic">;
}

export type InboundMessage = TextMessage | BroadcastPush;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

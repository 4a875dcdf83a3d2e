import { isUtf8 } from "node:buffer";
import type { BroadcastPush, UserBroadcast } from "./messages.ts";

// Kinds 0 to 2 are stock Phoenix, which realtime-js can neither send nor read.
const userBroadcastPush = 3;
const userBroadcast = 4;
const pushHeaderBytes = 7;
const encodings = ["binary", "json"] as const;

/**
 * Reads a client's broadcast: kind, five lengths (join ref, ref, topic, event, metadata), encoding,
 * then those strings and the payload to the end. Inbound metadata is ignored, as hosted does.
 */
export function decodeUserBroadcastPush(frame: Buffer): BroadcastPush | undefined {
  if (frame.length < pushHeaderBytes || frame[0] !== userBroadcastPush) return undefined;
  const encoding = encodings[frame[6] ?? -1];
  if (encoding === undefined) return undefined;

  const parts: Buffer[] = [];
  let offset = pushHeaderBytes;
  for (const length of frame.subarray(1, 6)) {
    parts.push(frame.subarray(offset, offset + length));
    offset += length;
  }
  const [joinRef, ref, topic, event] = parts;
  if (offset > frame.length || !joinRef || !ref || !topic || !event) return undefined;
  const payload = frame.subarray(offset);
  if (encoding === "json" && !isJson(payload)) return undefined;

  return {
    kind: "broadcast",
    joinRef: joinRef.length === 0 ? null : readName(joinRef),
    ref: ref.length === 0 ? null : readName(ref),
    topic: readName(topic),
    event: "broadcast",
    broadcast: { event: readName(event), encoding, payload },
  };
}

// Clients before 2.112 wrote one byte for a character: what is not UTF-8 is Latin-1.
function readName(bytes: Buffer): string {
  return bytes.toString(isUtf8(bytes) ? "utf8" : "latin1");
}

// Every receiver parses the payload: what one sender gets wrong must not break the others.
function isJson(payload: Buffer): boolean {
  try {
    JSON.parse(payload.toString("utf8"));
    return true;
  } catch {
    return false;
  }
}

/** Writes kind 4; undefined when a name is longer than its one-byte length can say. */
export function encodeUserBroadcast(broadcast: UserBroadcast): Buffer | undefined {
  const topic = Buffer.from(broadcast.topic, "utf8");
  const event = Buffer.from(broadcast.event, "utf8");
  const meta = Buffer.from(broadcast.meta ?? "", "utf8");
  if (topic.length > 255 || event.length > 255 || meta.length > 255) return undefined;
  const encoding = encodings.indexOf(broadcast.encoding);
  const header = Buffer.from([userBroadcast, topic.length, event.length, meta.length, encoding]);
  return Buffer.concat([header, topic, event, meta, broadcast.payload]);
}

import { RoomFrame } from "./codec.ts";
import type { Hub } from "./hub.ts";
import type { RelationMessage, TupleValue } from "./pgoutput.ts";

/** Leaf partitions of `realtime.messages`: what replication names instead of the parent. */
export function isMessagesPartition(relation: RelationMessage): boolean {
  return relation.schema === "realtime" && relation.name.startsWith("messages_");
}

/**
 * Sends a committed row of `realtime.messages` to the room it names. The payload goes out as
 * PostgreSQL printed it, never parsed here.
 */
export function publishMessageRow(hub: Hub, relation: RelationMessage, row: TupleValue[]): void {
  const value = (column: string): TupleValue =>
    row[relation.columns.findIndex(({ name }) => name === column)];
  const topic = value("topic")?.toString("utf8");
  const event = value("event")?.toString("utf8");
  const isPrivate = value("private")?.toString("latin1");
  if (topic === undefined || event === undefined || isPrivate === undefined) return;
  const room = hub.find(isPrivate === "t", topic);
  if (room === undefined) return;

  const binary = value("binary_payload");
  // bytea arrives as `\x` and hexadecimal digits.
  const payload = binary
    ? Buffer.from(binary.toString("latin1", 2), "hex")
    : (value("payload") ?? undefined);
  if (payload === undefined) return;
  const messageId = value("id")?.toString("latin1") ?? "";
  room.broadcast(
    RoomFrame.broadcast({
      topic: room.topic,
      event,
      encoding: binary ? "binary" : "json",
      payload,
      meta: JSON.stringify({ id: messageId }),
    }),
    { messageId },
  );
}

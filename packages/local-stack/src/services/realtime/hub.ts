import { type Frame, RoomFrame } from "./codec.ts";
import type { ProtocolVersion } from "./messages.ts";
import { type PresenceDiff, PresenceList } from "./presence.ts";

/** A joined channel as its room sees it. */
export interface Member {
  readonly version: ProtocolVersion;
  readonly mayRead: { readonly broadcast: boolean; readonly presence: boolean };
  /** `messageId` is the id of a message that also lies in the database. */
  deliverBroadcast(frame: Frame, messageId?: string): void;
  deliverPresence(frame: Frame): void;
}

/** Everyone on one topic. Public and private channels of one name are different rooms. */
export class Room {
  readonly topic: string;
  readonly members = new Set<Member>();
  readonly presence = new PresenceList<Member>();

  constructor(topic: string) {
    this.topic = topic;
  }

  broadcast(frame: RoomFrame, options: { except?: Member; messageId?: string } = {}): void {
    for (const member of this.members) {
      if (member === options.except || !member.mayRead.broadcast) continue;
      const encoded = frame.for(member.version);
      if (encoded !== undefined) member.deliverBroadcast(encoded, options.messageId);
    }
  }

  announce(diff: PresenceDiff): void {
    const frame = RoomFrame.text(this.topic, "presence_diff", JSON.stringify(diff));
    for (const member of this.members) {
      if (!member.mayRead.presence) continue;
      const encoded = frame.for(member.version);
      if (encoded !== undefined) member.deliverPresence(encoded);
    }
  }
}

/** All rooms that have someone in them. */
export class Hub {
  readonly #rooms = new Map<string, Room>();

  find(isPrivate: boolean, subtopic: string): Room | undefined {
    return this.#rooms.get(roomKey(isPrivate, subtopic));
  }

  enter(isPrivate: boolean, subtopic: string, member: Member): Room {
    const key = roomKey(isPrivate, subtopic);
    let room = this.#rooms.get(key);
    if (room === undefined) {
      room = new Room(`realtime:${subtopic}`);
      this.#rooms.set(key, room);
    }
    room.members.add(member);
    return room;
  }

  /** Takes the member out of the room, and with it whatever it tracked there. */
  leave(isPrivate: boolean, subtopic: string, member: Member): void {
    const key = roomKey(isPrivate, subtopic);
    const room = this.#rooms.get(key);
    if (room === undefined || !room.members.delete(member)) return;
    const diff = room.presence.untrack(member);
    if (diff !== undefined) room.announce(diff);
    if (room.members.size === 0) this.#rooms.delete(key);
  }
}

function roomKey(isPrivate: boolean, subtopic: string): string {
  return `${isPrivate ? "private" : "public"}:${subtopic}`;
}

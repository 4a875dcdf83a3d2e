import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { JsonObject } from "./messages.ts";

/** What one channel tracks: the client's payload and the names Phoenix gives this version of it. */
type PresenceMeta = JsonObject & { phx_ref: string; phx_ref_prev?: string };
export type PresenceState = Record<string, { metas: PresenceMeta[] }>;
export interface PresenceDiff {
  joins: PresenceState;
  leaves: PresenceState;
}

interface Entry {
  key: string;
  payload: JsonObject;
  meta: PresenceMeta;
}

// Unique across restarts too: a client may compare refs from before and after a reconnect.
const refPrefix = randomBytes(6).toString("base64url");
let refCount = 0;
function nextRef(): string {
  refCount += 1;
  return `${refPrefix}${refCount.toString(36)}`;
}

/** Who is present in one room. An owner (a joined channel) tracks one entry; keys may be shared. */
export class PresenceList<Owner> {
  readonly #entries = new Map<Owner, Entry>();

  /** Adds or changes the owner's entry; undefined when nothing changed. */
  track(owner: Owner, key: string, payload: JsonObject): PresenceDiff | undefined {
    const before = this.#entries.get(owner);
    if (before !== undefined && isDeepStrictEqual(before.payload, payload)) return undefined;
    const meta: PresenceMeta = { ...payload, phx_ref: nextRef() };
    if (before !== undefined) meta.phx_ref_prev = before.meta.phx_ref;
    // Re-inserted at the end, as Phoenix lists a changed entry last.
    this.#entries.delete(owner);
    this.#entries.set(owner, { key, payload, meta });
    return { joins: group([{ key, meta }]), leaves: group(before === undefined ? [] : [before]) };
  }

  untrack(owner: Owner): PresenceDiff | undefined {
    const entry = this.#entries.get(owner);
    if (entry === undefined) return undefined;
    this.#entries.delete(owner);
    return { joins: {}, leaves: group([entry]) };
  }

  state(): PresenceState {
    return group(this.#entries.values());
  }
}

function group(entries: Iterable<Pick<Entry, "key" | "meta">>): PresenceState {
  const metas = Map.groupBy(entries, ({ key }) => key);
  // `fromEntries` defines own properties, so a key such as `__proto__` is only a key.
  return Object.fromEntries(
    [...metas].map(([key, group]) => [key, { metas: group.map(({ meta }) => meta) }]),
  );
}

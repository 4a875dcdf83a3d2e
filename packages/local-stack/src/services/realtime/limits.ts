/** What one installation allows; hosted's quotas, with the rates off unless asked for. */
export interface RealtimeLimits {
  /** Hosted's `max_payload_size_in_kb` (3000): measured as kb × 1000 + 500 bytes. */
  maxPayloadBytes: number;
  maxFrameBytes: number;
  maxChannelsPerSocket: number;
  maxSockets: number;
  maxJoinsPerSecond: number;
  /** Messages sent and received, averaged over a minute; changes from the database count apart. */
  maxEventsPerSecond: number;
  maxPresenceEventsPerSecond: number;
  /** Calls to `track` and `untrack` of one channel within `clientPresenceWindowMs` (hosted: 5). */
  maxClientPresenceEvents: number;
  clientPresenceWindowMs: number;
  /** Refuses public channels. */
  privateOnly: boolean;
  /** Turns presence on also for channels that do not ask for it. */
  presenceEnabled: boolean;
  /** A change of more bytes is told of without its large values (hosted's 1 MB). */
  maxChangeBytes: number;
  /** Above either, replication of changes pauses until half of them are judged. */
  maxQueuedChanges: number;
  maxQueuedChangeBytes: number;
  /** How often the publication's tables are looked at while someone listens to changes. */
  publicationCheckMs: number;
  /** How long after a failure of the database a subscription to changes is tried again. */
  subscriptionRetryMs: number;
  /**
   * A receiver that lets this much pile up is cut off, so that it cannot hold the others' memory.
   */
  maxBufferedBytes: number;
  /** Messages of one socket that may wait behind a slow join before reading from it pauses. */
  maxQueuedMessages: number;
  /** A socket from which nothing was heard is dead; the client's heartbeat comes every 25 s. */
  idleTimeoutMs: number;
  /** A socket without any channel is not needed. */
  emptySocketTimeoutMs: number;
  /**
   * Hosted delays refusals (2 s, 5 s) against reconnect storms; locally they would only cost time.
   */
  refusalDelayMs: number;
}

export const defaultLimits: RealtimeLimits = {
  maxPayloadBytes: 3000 * 1000 + 500,
  maxFrameBytes: 5_000_000,
  maxChannelsPerSocket: 100,
  maxSockets: Number.POSITIVE_INFINITY,
  maxJoinsPerSecond: Number.POSITIVE_INFINITY,
  maxEventsPerSecond: Number.POSITIVE_INFINITY,
  maxPresenceEventsPerSecond: Number.POSITIVE_INFINITY,
  maxClientPresenceEvents: Number.POSITIVE_INFINITY,
  clientPresenceWindowMs: 30_000,
  privateOnly: false,
  presenceEnabled: false,
  maxChangeBytes: 1024 * 1024,
  maxQueuedChanges: 2_000,
  maxQueuedChangeBytes: 16 * 1024 * 1024,
  publicationCheckMs: 2_000,
  subscriptionRetryMs: 5_000,
  maxBufferedBytes: 8 * 1024 * 1024,
  maxQueuedMessages: 256,
  idleTimeoutMs: 60_000,
  emptySocketTimeoutMs: 600_000,
  refusalDelayMs: 0,
};

/** Counts what happens within the running second. */
export class SecondCounter {
  #second = 0;
  #count = 0;

  /** Counts one more and says whether it is still within `limit`. */
  admits(limit: number): boolean {
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#count = 0;
    }
    this.#count += 1;
    return this.#count <= limit;
  }
}

import { MailError } from "./mail-error.ts";

/** How long Resend remembers a key: https://resend.com/docs/dashboard/emails/idempotency-keys */
export const REMEMBERED_MS = 24 * 60 * 60 * 1000;

const MAX_KEY_LENGTH = 256;

/** What an accepted request is recognised by when it comes again. */
export interface Fingerprint {
  key: string;
  /** Digest of endpoint and body. */
  digest: string;
}

/** An accepted request, as far as a repetition of it has to be answered. */
export interface Remembered extends Fingerprint {
  /** Milliseconds since 1970. */
  at: number;
  ids: readonly string[];
}

export interface Idempotency {
  /**
   * The ids of the first request with this key, or undefined for the caller to go on as the first.
   * Throws when the key belongs to another body, or to a request that is still under way.
   */
  begin(fingerprint: Fingerprint): readonly string[] | undefined;
  /** Ends what `begin` let through; without a result the key is free again. */
  end(fingerprint: Fingerprint, result?: Remembered): void;
  restore(remembered: Remembered): void;
}

export function createIdempotency(now: () => number = Date.now): Idempotency {
  const underWay = new Map<string, Fingerprint>();
  const remembered = new Map<string, Remembered>();

  function forgetExpired(): void {
    // In the order of their arrival: the first that is young enough ends the search.
    for (const [key, { at }] of remembered) {
      if (now() - at < REMEMBERED_MS) return;
      remembered.delete(key);
    }
  }

  return {
    begin(fingerprint) {
      const { key, digest } = fingerprint;
      if (key.length === 0 || key.length > MAX_KEY_LENGTH) {
        throw new MailError(
          400,
          "invalid_idempotency_key",
          `The key must be between 1-${MAX_KEY_LENGTH} chars.`,
        );
      }
      forgetExpired();
      const known = remembered.get(key) ?? underWay.get(key);
      if (known === undefined) {
        underWay.set(key, fingerprint);
        return undefined;
      }
      if (known.digest !== digest) {
        throw new MailError(
          409,
          "invalid_idempotent_request",
          "Same idempotency key used with a different request payload.",
        );
      }
      const finished = remembered.get(key);
      if (finished) return finished.ids;
      throw new MailError(
        409,
        "concurrent_idempotent_requests",
        "Same idempotency key used while original request is still in progress.",
      );
    },
    end({ key }, result) {
      underWay.delete(key);
      if (result) remembered.set(key, result);
    },
    restore: (entry) => {
      if (now() - entry.at < REMEMBERED_MS) remembered.set(entry.key, entry);
    },
  };
}

import { expiredText } from "./credentials.ts";

/**
 * A broken clock or a token that lives for years: expiry is looked at again this often (hosted's 5
 * minutes).
 */
const longestWaitMs = 300_000;

/** Tells when a token has expired, in the words that clients are shown. */
export class ExpiryTimer {
  readonly #onExpired: (text: string) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(onExpired: (text: string) => void) {
    this.#onExpired = onExpired;
  }

  /** Watches this moment (milliseconds since 1970) instead of the one before, or none. */
  watch(expiresAt: number | undefined): void {
    clearTimeout(this.#timer);
    if (expiresAt === undefined) return;
    const wait = Math.min(longestWaitMs, Math.max(0, expiresAt - Date.now()));
    this.#timer = setTimeout(() => {
      if (Date.now() < expiresAt) this.watch(expiresAt);
      else this.#onExpired(expiredText(expiresAt));
    }, wait);
    this.#timer.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

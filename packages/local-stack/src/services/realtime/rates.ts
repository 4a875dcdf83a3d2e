const longestWindowSeconds = 60;

/**
 * How many events there are a second, averaged over the last minute or as long as it has counted.
 * Costs the same however much is counted.
 */
export class RateMeter {
  readonly limit: number;
  readonly #now: () => number;
  readonly #counts = new Array<number>(longestWindowSeconds).fill(0);
  #firstSecond: number | undefined;
  #lastSecond = 0;
  #sum = 0;

  constructor(limit: number, now: () => number = Date.now) {
    this.limit = limit;
    this.#now = now;
  }

  get average(): number {
    this.#advance();
    const seconds = this.#lastSecond - (this.#firstSecond ?? this.#lastSecond) + 1;
    return this.#sum / Math.min(longestWindowSeconds, seconds);
  }

  get isExceeded(): boolean {
    return this.limit !== Number.POSITIVE_INFINITY && this.average >= this.limit;
  }

  add(count = 1): void {
    this.#advance();
    const slot = this.#lastSecond % longestWindowSeconds;
    this.#counts[slot] = (this.#counts[slot] ?? 0) + count;
    this.#sum += count;
  }

  /** Forgets the seconds that have left the window since the last call. */
  #advance(): void {
    const second = Math.floor(this.#now() / 1000);
    this.#firstSecond ??= second;
    const passed = Math.min(longestWindowSeconds, second - this.#lastSecond);
    for (let step = 0; step < passed; step += 1) {
      const slot = (second - step) % longestWindowSeconds;
      this.#sum -= this.#counts[slot] ?? 0;
      this.#counts[slot] = 0;
    }
    if (second > this.#lastSecond) this.#lastSecond = second;
  }
}

/** Allows so many calls in each window, which begins with its first call. */
export class WindowLimit {
  readonly #limit: number;
  readonly #windowMs: number;
  #endsAt = Number.NEGATIVE_INFINITY;
  #count = 0;

  constructor(limit: number, windowMs: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  admits(now = Date.now()): boolean {
    if (now > this.#endsAt) {
      this.#endsAt = now + this.#windowMs;
      this.#count = 0;
    }
    this.#count += 1;
    return this.#count <= this.#limit;
  }
}

import { AuthError } from "./errors.ts";

export interface RateLimiter {
  /** Counts one request of `key`; throws `over_request_rate_limit` when it has none left. */
  take(key: string): void;
}

interface Bucket {
  tokens: number;
  updatedAt: number;
}

/** Past this many clients, those that have their full allowance again are forgotten. */
const REMEMBERED_CLIENTS = 10_000;

/**
 * A token bucket for each client address, as hosted has: `limit` requests at once, and as many
 * again evenly over `intervalSeconds`. https://supabase.com/docs/guides/auth/rate-limits
 */
export function createRateLimiter(
  limit: number,
  intervalSeconds: number,
  now: () => number = Date.now,
): RateLimiter {
  const buckets = new Map<string, Bucket>();
  const perMillisecond = limit / (intervalSeconds * 1000);

  const refilled = (bucket: Bucket, time: number) =>
    Math.min(limit, bucket.tokens + (time - bucket.updatedAt) * perMillisecond);

  function forgetFullBuckets(time: number): void {
    for (const [key, bucket] of buckets) {
      if (refilled(bucket, time) >= limit) buckets.delete(key);
    }
  }

  return {
    take(key) {
      const time = now();
      if (buckets.size > REMEMBERED_CLIENTS) forgetFullBuckets(time);
      const tokens = refilled(buckets.get(key) ?? { tokens: limit, updatedAt: time }, time);
      if (tokens < 1) {
        buckets.set(key, { tokens, updatedAt: time });
        const seconds = limit === 0 ? intervalSeconds : (1 - tokens) / (perMillisecond * 1000);
        throw new AuthError(429, "over_request_rate_limit", "Request rate limit reached", {
          headers: { "retry-after": String(Math.max(1, Math.ceil(seconds))) },
        });
      }
      buckets.set(key, { tokens: tokens - 1, updatedAt: time });
    },
  };
}

import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { MailError } from "./mail-error.ts";

const LONGEST_DELAY_MS = 60_000;

/** What the catcher pretends to be, so that senders can be tested against it. */
export const behaviourSchema = z.strictObject({
  /** How long every sending takes. */
  delay_ms: z.int().min(0).max(LONGEST_DELAY_MS).default(0),
  fail: z
    .strictObject({
      status: z.int().min(400).max(599).default(500),
      name: z.string().default("application_error"),
      message: z.string().default("An unexpected error occurred."),
      /** How many sendings fail; all of them when left out. */
      times: z.int().min(1).nullable().default(null),
      /** True: the mail is kept although the answer says otherwise, like an answer that got lost. */
      accept: z.boolean().default(false),
    })
    .nullable()
    .default(null),
  rate_limit: z
    .strictObject({ requests: z.int().min(0), seconds: z.number().positive().default(1) })
    .nullable()
    .default(null),
});
export type BehaviourSettings = z.output<typeof behaviourSchema>;

/** A failure that was asked for. */
export class PlannedFailure extends Error {
  /** Whether the mail is kept all the same. */
  readonly accept: boolean;
  readonly status: number;
  readonly code: string;

  constructor({ accept, status, name, message }: NonNullable<BehaviourSettings["fail"]>) {
    super(message);
    this.accept = accept;
    this.status = status;
    this.code = name;
  }

  toResponse(): Response {
    const body = { statusCode: this.status, name: this.code, message: this.message };
    return Response.json(body, { status: this.status });
  }
}

export interface Behaviour {
  read(): BehaviourSettings;
  /** Replaces all of it; counters begin anew. */
  change(settings: BehaviourSettings): void;
  /** Counts one sending. Throws `rate_limit_exceeded`; otherwise answers the headers to send along. */
  takeTurn(): Readonly<Record<string, string>>;
  delay(signal: AbortSignal): Promise<void>;
  /** Counts one failure, when one is due. */
  nextFailure(): PlannedFailure | undefined;
}

export function createBehaviour(now: () => number = Date.now): Behaviour {
  let settings = behaviourSchema.parse({});
  let window = { startedAt: 0, taken: 0 };

  return {
    read: () => settings,
    change(next) {
      settings = next;
      window = { startedAt: 0, taken: 0 };
    },
    takeTurn() {
      if (settings.rate_limit === null) return {};
      const { requests, seconds } = settings.rate_limit;
      if (now() - window.startedAt >= seconds * 1000) window = { startedAt: now(), taken: 0 };
      const reset = String(
        Math.max(1, Math.ceil((window.startedAt + seconds * 1000 - now()) / 1000)),
      );
      const isRefused = window.taken >= requests;
      if (!isRefused) window.taken += 1;
      const headers = {
        "ratelimit-limit": String(requests),
        "ratelimit-remaining": String(requests - window.taken),
        "ratelimit-reset": reset,
      };
      if (!isRefused) return headers;
      throw new MailError(
        429,
        "rate_limit_exceeded",
        `Too many requests. You can only make ${requests} requests in ${seconds} seconds.`,
        { ...headers, "retry-after": reset },
      );
    },
    async delay(signal) {
      if (settings.delay_ms > 0) await sleep(settings.delay_ms, undefined, { signal });
    },
    nextFailure() {
      const { fail } = settings;
      if (fail === null) return undefined;
      const left = fail.times === null ? null : fail.times - 1;
      settings = { ...settings, fail: left === 0 ? null : { ...fail, times: left } };
      return new PlannedFailure(fail);
    },
  };
}

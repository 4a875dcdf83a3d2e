import type { ResumableContext } from "./resumable/resumable.ts";
import { UPLOAD_LIFETIME_MS } from "./resumable/resumable.ts";
import { sweepOrphans } from "./sweep.ts";

/** Long enough for the row of bytes that are just written to arrive. */
const GRACE_MS = 10 * 60 * 1000;
const EVERY_MS = 10 * 60 * 1000;

export interface Janitor {
  /** Resolves when nothing of it is under way. */
  stop(): Promise<void>;
}

/** Cleans up at once and then every ten minutes: bytes without a row, uploads that nobody finished. */
export function createJanitor(context: ResumableContext): Janitor {
  const { log, uploads } = context;
  let underWay: Promise<void> | undefined;

  async function clean(): Promise<void> {
    try {
      const orphans = await sweepOrphans(context, new Date(Date.now() - GRACE_MS));
      const expired = await uploads.discardOlder(new Date(Date.now() - UPLOAD_LIFETIME_MS));
      if (orphans + expired > 0) log.info({ orphans, expired }, "removed what nobody refers to");
    } catch (error) {
      log.warn({ err: error }, "could not clean up; trying again later");
    }
  }

  const start = () => {
    underWay ??= clean().finally(() => {
      underWay = undefined;
    });
  };
  start();
  const timer = setInterval(start, EVERY_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await underWay;
    },
  };
}

import { Cron } from "croner";

/** What a schedule of `cron.job` means. */
export type Schedule =
  | { kind: "interval"; milliseconds: number }
  | { kind: "boot" }
  | {
      kind: "cron";
      /** Whether it is due in the minute that begins at that moment. */
      matches: (minute: Date) => boolean;
      /** Names neither a minute nor an hour by number: cron treats such jobs apart when the clock jumps. */
      isFrequent: boolean;
    };

const MINUTE_MS = 60_000;
/** Whole minutes after which a jump of the clock is no longer made up for; Vixie cron's, as in pg_cron. */
const CATCH_UP_MINUTES = 5;
const LARGEST_JUMP_MINUTES = 180;

/** Reads a schedule that the extension has accepted; undefined for one that got in otherwise and is none. */
export function parseSchedule(text: string): Schedule | undefined {
  const seconds = /^\s*(\d{1,2})\s*seconds?\s*$/i.exec(text)?.[1];
  if (seconds !== undefined && Number(seconds) > 0) {
    return { kind: "interval", milliseconds: Number(seconds) * 1_000 };
  }
  const trimmed = text.trim();
  if (trimmed === "@reboot" || trimmed === "@restart") return { kind: "boot" };
  const pattern = NICKNAMES.get(trimmed) ?? trimmed;
  const [minute = "", hour = "", day = "", month = "", weekday = "", ...more] =
    pattern.split(/\s+/);
  if (weekday === "" || more.length > 0) return undefined;
  try {
    const cron = new Cron([minute, hour, day === "$" ? "L" : day, month, weekday].join(" "), {
      timezone: "GMT",
      paused: true,
      // Vixie cron: a day must match both fields if either begins with a star, and one of them otherwise.
      domAndDow: day.startsWith("*") || weekday.startsWith("*"),
    });
    return {
      kind: "cron",
      matches: (moment) => cron.match(moment),
      isFrequent: minute.startsWith("*") || hour.startsWith("*"),
    };
  } catch {
    return undefined;
  }
}

const NICKNAMES = new Map([
  ["@yearly", "0 0 1 1 *"],
  ["@annually", "0 0 1 1 *"],
  ["@monthly", "0 0 1 * *"],
  ["@weekly", "0 0 * * 0"],
  ["@daily", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@hourly", "0 * * * *"],
]);

export function startOfMinute(time: number): number {
  return Math.floor(time / MINUTE_MS) * MINUTE_MS;
}

export function nextMinute(time: number): number {
  return startOfMinute(time) + MINUTE_MS;
}

/** How often a cron schedule was due since `lastMinute`, and which minute to reckon from next. */
export interface Reckoning {
  runs: (schedule: Schedule & { kind: "cron" }) => number;
  lastMinute: number;
}

/**
 * Which minutes count when the clock stands at `now` and was last looked at in `lastMinute`: each of a few;
 * after a longer jump (the machine slept) only jobs of a fixed time are made up for; after three hours none.
 */
export function reckon(lastMinute: number, now: number): Reckoning {
  const current = startOfMinute(now);
  const passed = Math.trunc((now - lastMinute) / MINUTE_MS);
  if (passed === 0) return { runs: () => 0, lastMinute };

  const isDueNow = (schedule: Schedule & { kind: "cron" }) =>
    schedule.matches(new Date(current)) ? 1 : 0;
  if (passed > LARGEST_JUMP_MINUTES || passed <= -LARGEST_JUMP_MINUTES) {
    return { runs: isDueNow, lastMinute: current };
  }
  // The clock went back: what has a fixed time has run, until the clock is where it was.
  if (passed < 0) {
    return { runs: (schedule) => (schedule.isFrequent ? isDueNow(schedule) : 0), lastMinute };
  }
  const countDue = (schedule: Schedule & { kind: "cron" }) => {
    let count = 0;
    for (let minute = lastMinute + MINUTE_MS; minute <= current; minute += MINUTE_MS) {
      if (schedule.matches(new Date(minute))) count += 1;
    }
    return count;
  };
  return {
    runs: (schedule) =>
      schedule.isFrequent && passed > CATCH_UP_MINUTES ? isDueNow(schedule) : countDue(schedule),
    lastMinute: current,
  };
}

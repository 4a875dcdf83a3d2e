import { parseDay } from "./format.ts";

/*
 * Wall clocks of a time zone, by Intl. An organization's days begin at its own midnight wherever its people sit, and
 * two of them in a year last 23 or 25 hours.
 */
const wallFormats = new Map<string, Intl.DateTimeFormat>();
const shownFormats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day that it is in the zone. */
export function dayIn(moment: Date, timezone: string): string {
  return new Date(wallOf(moment, timezone)).toISOString().slice(0, 10);
}

/** How many minutes past midnight the zone's clocks show. */
export function minutesIn(moment: Date, timezone: string): number {
  const wall = new Date(wallOf(moment, timezone));
  return wall.getUTCHours() * 60 + wall.getUTCMinutes();
}

/**
 * The moment at which the zone's clocks show so many minutes past midnight of the day; the earlier one where they show
 * it twice, and where they leave it out as much later as they were put forward.
 */
export function momentIn(day: string, minutes: number, timezone: string): Date {
  const wall = Date.parse(`${day}T00:00:00Z`) + minutes * 60_000;
  const dayBefore = wall - 86_400_000;
  const before = wallOf(new Date(dayBefore), timezone) - dayBefore;
  const first = new Date(wall - before);
  if (wallOf(first, timezone) === wall) return first;
  const after = wallOf(first, timezone) - first.getTime();
  const second = new Date(wall - after);
  return wallOf(second, timezone) === wall ? second : first;
}

/** From midnight to midnight. */
export function dayRangeIn(day: string, timezone: string): { start: number; end: number } {
  return {
    start: momentIn(day, 0, timezone).getTime(),
    end: momentIn(addDays(day, 1), 0, timezone).getTime(),
  };
}

/** So many calendar days later, or earlier. */
export function addDays(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** The first day of the week that the day is in; `startsOn` 0 is Sunday. */
export function weekOf(day: string, startsOn: number): string {
  const weekday = parseDay(day)?.getDay() ?? startsOn;
  return addDays(day, -((weekday - startsOn + 7) % 7));
}

/** The time of day as the zone's clocks show it. */
export function formatTimeIn(iso: string, language: string, timezone: string): string {
  return shown(language, timezone, { hour: "numeric", minute: "2-digit" }).format(new Date(iso));
}

/** Weekday, day and time, for sentences. */
export function formatMomentIn(iso: string, language: string, timezone: string): string {
  return shown(language, timezone, {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "numeric",
    minute: "2-digit",
  }).format(new Date(iso));
}

/** The zone of this browser. */
export function ownTimezone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** What the zone's clocks show, as if they stood in Greenwich. */
function wallOf(moment: Date, timezone: string): number {
  let format = wallFormats.get(timezone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: timezone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    wallFormats.set(timezone, format);
  }
  const parts = new Map(
    format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return (
    Date.UTC(
      part("year"),
      part("month") - 1,
      part("day"),
      part("hour"),
      part("minute"),
      part("second"),
    ) +
    (moment.getTime() % 1_000)
  );
}

function shown(
  language: string,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${language}:${timeZone}:${Object.keys(options).join()}`;
  let format = shownFormats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(language, { ...options, timeZone });
    shownFormats.set(key, format);
  }
  return format;
}

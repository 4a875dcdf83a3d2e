/*
 * Numbers and dates by Intl, in the language shown. Formatters are costly to make, so each is made once. PostgreSQL
 * knows dates that JavaScript does not ("infinity", "0044-03-15 BC"): those are shown as they are written.
 */
const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();
const relativeFormats = new Map<string, Intl.RelativeTimeFormat>();

const dayMs = 86_400_000;

/** A count with the separators of the language. */
export function formatNumber(value: number, language: string): string {
  return cached(numberFormats, language, () => new Intl.NumberFormat(language)).format(value);
}

/** A calendar day ("2026-11-20"): short, with the year only where it is not this one. */
export function formatDay(day: string, language: string, now = new Date()): string {
  const date = parseDay(day);
  if (!date) return day;
  const withYear = date.getFullYear() !== now.getFullYear();
  return cached(
    dateFormats,
    `${language}:day:${withYear}`,
    () =>
      new Intl.DateTimeFormat(language, {
        day: "numeric",
        month: "short",
        ...(withYear ? { year: "numeric" } : {}),
      }),
  ).format(date);
}

/** A moment in full, for tooltips. */
export function formatMoment(iso: string, language: string): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return iso;
  return cached(
    dateFormats,
    `${language}:moment`,
    () => new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short" }),
  ).format(moment);
}

/** A moment as people say it: relative within a week, else the day. */
export function formatAgo(iso: string, language: string, now = new Date()): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return iso;
  const seconds = (moment.getTime() - now.getTime()) / 1000;
  const relative = cached(
    relativeFormats,
    language,
    () => new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "long" }),
  );
  const size = Math.abs(seconds);
  if (size < 60) return relative.format(0, "second");
  if (size < 3_600) return relative.format(Math.trunc(seconds / 60), "minute");
  if (size < 86_400) return relative.format(Math.trunc(seconds / 3_600), "hour");
  if (size < 7 * 86_400) return relative.format(Math.trunc(seconds / 86_400), "day");
  return formatDay(toDay(moment), language, now);
}

/** How many days from today until `day`; negative when it has passed, undefined when it is no day of a calendar. */
export function daysUntil(day: string, now = new Date()): number | undefined {
  const date = parseDay(day);
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  return date && Math.round((date.getTime() - today.getTime()) / dayMs);
}

/**
 * Local midnight, or undefined when it is no day of a calendar. `new Date("2026-11-20")` would be midnight in
 * Greenwich, the day before further west.
 */
export function parseDay(day: string): Date | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return undefined;
  const [year, month, ofMonth] = match.slice(1).map(Number);
  const date = new Date(2000, 0, 1);
  // Not the constructor: it takes the year 44 for 1944.
  date.setFullYear(year ?? 0, (month ?? 0) - 1, ofMonth);
  return toDay(date) === day ? date : undefined;
}

/** The calendar day that it is here. */
export function toDay(date: Date): string {
  const pad = (part: number, length = 2) => String(part).padStart(length, "0");
  return `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** The day that weeks begin with where the language is at home; 0 is Sunday. Browsers that do not say: Monday. */
export function weekStartsOn(language: string): number {
  const locale: Intl.Locale & { getWeekInfo?: () => { firstDay: number } } = new Intl.Locale(
    navigator.languages.find((each) => each.startsWith(language)) ?? language,
  );
  return (locale.getWeekInfo?.().firstDay ?? 1) % 7;
}

function cached<Value>(cache: Map<string, Value>, key: string, make: () => Value): Value {
  const found = cache.get(key);
  if (found) return found;
  const made = make();
  cache.set(key, made);
  return made;
}

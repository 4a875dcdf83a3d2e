/** Numbers and dates by Intl, in the language shown. Formatters are costly to make, so each is made once. */
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
  return cached(
    dateFormats,
    `${language}:moment`,
    () => new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short" }),
  ).format(new Date(iso));
}

/** A moment as people say it: relative within a week, else the day. */
export function formatAgo(iso: string, language: string, now = new Date()): string {
  const seconds = (new Date(iso).getTime() - now.getTime()) / 1000;
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
  return formatDay(toDay(new Date(iso)), language, now);
}

/** How many days from today until `day`; negative when it has passed. */
export function daysUntil(day: string, now = new Date()): number {
  return Math.round((parseDay(day).getTime() - parseDay(toDay(now)).getTime()) / dayMs);
}

/** Local midnight. `new Date("2026-11-20")` would be midnight in Greenwich, the day before further west. */
export function parseDay(day: string): Date {
  const [year = 1970, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date);
}

/** The calendar day that it is here. */
export function toDay(date: Date): string {
  const pad = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

function cached<Value>(cache: Map<string, Value>, key: string, make: () => Value): Value {
  const found = cache.get(key);
  if (found) return found;
  const made = make();
  cache.set(key, made);
  return made;
}

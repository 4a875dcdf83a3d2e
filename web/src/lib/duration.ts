import { formatNumber } from "./format.ts";

const patterns: readonly { form: RegExp; minutes: (...parts: number[]) => number }[] = [
  // 1:30
  { form: /^(\d+):([0-5]?\d)$/, minutes: (hours = 0, minutes = 0) => hours * 60 + minutes },
  // 1h30, 1 h 30 min, 2h, 1,5 h
  {
    form: /^(\d+)(?:h|hours?|std|stunden?)([0-5]?\d)(?:m|min|minutes?|minuten?)?$/,
    minutes: (hours = 0, minutes = 0) => hours * 60 + minutes,
  },
  { form: /^(\d*\.?\d+)(?:h|hours?|std|stunden?)?$/, minutes: (hours = 0) => hours * 60 },
  { form: /^(\d+)(?:m|min|minutes?|minuten?|')$/, minutes: (minutes = 0) => minutes },
];

/** How many minutes people mean by "1:30", "1h30", "1.5", "1,5 h" or "90m"; a bare number is hours. */
export function parseDuration(text: string): number | undefined {
  const compact = text.toLowerCase().replaceAll(",", ".").replaceAll(/\s/g, "");
  for (const { form, minutes } of patterns) {
    const match = form.exec(compact);
    if (match) return Math.round(minutes(...match.slice(1).map(Number)));
  }
  return undefined;
}

/** Minutes as they are read: "2 h 15", "45 min", "3 h". */
export function formatDuration(minutes: number, language: string): string {
  const size = Math.abs(Math.round(minutes));
  const hours = Math.floor(size / 60);
  const rest = size % 60;
  const sign = minutes < 0 && size > 0 ? "−" : "";
  if (hours === 0) return size === 0 ? "0 h" : `${sign}${rest} min`;
  const whole = `${sign}${formatNumber(hours, language)} h`;
  return rest === 0 ? whole : `${whole} ${String(rest).padStart(2, "0")}`;
}

/** Minutes as they are typed: "2:15". */
export function durationInput(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

/** A running clock: "0:04:09". */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const pad = (part: number) => String(part).padStart(2, "0");
  return `${Math.floor(whole / 3_600)}:${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}`;
}

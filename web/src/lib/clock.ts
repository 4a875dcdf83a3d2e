/** "09:05" of minutes past midnight. */
export function clockOf(minutes: number): string {
  const pad = (part: number) => String(part).padStart(2, "0");
  return `${pad(Math.floor(minutes / 60) % 24)}:${pad(minutes % 60)}`;
}

/** Minutes past midnight of "09:05". */
export function minutesOfClock(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}

/** The time that people mean by "9", "930", "9:30", "9.30 pm" or "21h30", as "21:30"; undefined where it is none. */
export function parseClock(text: string): string | undefined {
  const match = /^(\d{1,2}?)(?:[:.h]?(\d{2}))?h?(am|pm)?$/.exec(
    text.toLowerCase().replaceAll(/\s/g, ""),
  );
  if (!match) return undefined;
  const [, written = "", minutes = "00", half] = match;
  const hours = Number(written);
  if (half && (hours < 1 || hours > 12)) return undefined;
  const inDay = half ? (hours % 12) + (half === "pm" ? 12 : 0) : hours;
  if (inDay > 23 || Number(minutes) > 59) return undefined;
  return clockOf(inDay * 60 + Number(minutes));
}

import { toDay } from "#/lib/format.ts";
import type { SectionSpec } from "../filters/sections.ts";

/** The tasks due on these days, as the one section of a calendar. */
export function calendarSection(days: readonly Date[]): SectionSpec {
  const [first, last] = [days.at(0), days.at(-1)];
  return {
    id: "all",
    conditions: [
      {
        is: "between",
        column: "due_date",
        from: first ? toDay(first) : null,
        to: last ? toDay(last) : null,
      },
    ],
  };
}

import {
  addDays,
  addMonths,
  addWeeks,
  differenceInCalendarDays,
  eachDayOfInterval,
  endOfMonth,
  endOfWeek,
  startOfMonth,
  startOfWeek,
} from "date-fns";
import { parseDay, toDay } from "#/lib/format.ts";
import type { TaskChanges } from "../conflict.ts";
import type { BoardTask } from "../queries.ts";

export type CalendarSpan = "month" | "week";
type WeekDay = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** The days that a calendar shows around one: whole weeks, which begin where the reader's do. */
export function daysShown(day: Date, span: CalendarSpan, weekStartsOn: number): Date[] {
  const options = { weekStartsOn: weekDay(weekStartsOn) };
  const [first, last] = span === "week" ? [day, day] : [startOfMonth(day), endOfMonth(day)];
  return eachDayOfInterval({
    start: startOfWeek(first, options),
    end: endOfWeek(last, options),
  });
}

/** The same place of the month or week before or after. */
export function turned(day: Date, span: CalendarSpan, by: 1 | -1): Date {
  return span === "week" ? addWeeks(day, by) : addMonths(startOfMonth(day), by);
}

/** What gives a task another due date. What has a beginning moves as a whole. */
export function movedTo(
  task: Pick<BoardTask, "start_date" | "due_date">,
  day: string,
): TaskChanges {
  const [to, due, start] = [day, task.due_date ?? day, task.start_date ?? ""].map(parseDay);
  if (!to || !due || !start) return { due_date: day };
  return {
    due_date: day,
    start_date: toDay(addDays(start, differenceInCalendarDays(to, due))),
  };
}

/** So many days before or after a day. */
export function dayBeside(day: string, by: number): string {
  const date = parseDay(day);
  return date ? toDay(addDays(date, by)) : day;
}

/** The tasks of each day. */
export function byDay(tasks: readonly BoardTask[]): ReadonlyMap<string, BoardTask[]> {
  return Map.groupBy(tasks, ({ due_date }) => due_date ?? "");
}

function weekDay(day: number): WeekDay {
  const days: readonly WeekDay[] = [0, 1, 2, 3, 4, 5, 6];
  return days[day] ?? 1;
}

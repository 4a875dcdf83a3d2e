import { dayRangeIn } from "#/lib/zoned.ts";
import type { TimeEntry } from "../queries.ts";
import type { CellEntry, Span } from "./cell-plan.ts";

/** What a row of a timesheet is about. */
export type SheetWork = Pick<TimeEntry, "project_id" | "task_id" | "projects" | "tasks">;

export interface SheetCell {
  day: Span;
  /** What lies within the day, a running timer as of now. */
  seconds: number;
  entries: readonly CellEntry[];
  /** What new hours of the cell are counted as: like those that are there. */
  isBillable: boolean;
}

export interface SheetRow {
  id: string;
  work: SheetWork;
  cells: readonly SheetCell[];
}

/** One row for each project and task, with a cell for each day. Works without entries get rows too. */
export function sheetRows(
  entries: readonly TimeEntry[],
  works: readonly SheetWork[],
  days: readonly string[],
  timezone: string,
  now: number,
): SheetRow[] {
  const ranges = days.map((day) => dayRangeIn(day, timezone));
  const rows = new Map<string, { work: SheetWork; entries: TimeEntry[] }>();
  for (const work of works) rows.set(workId(work), { work, entries: [] });
  for (const entry of entries) {
    const id = workId(entry);
    const isInSight = ranges.some((range) => isWithin(spanOf(entry, now), range));
    if (!isInSight) continue;
    const row = rows.get(id) ?? { work: entry, entries: [] };
    row.entries.push(entry);
    rows.set(id, row);
  }
  return [...rows].map(([id, row]) => ({
    id,
    work: row.work,
    cells: ranges.map((day) => cellOf(row.entries, day, now)),
  }));
}

/** Everything finished, for which new hours have to leave room. */
export function busySpans(entries: readonly TimeEntry[]): Span[] {
  return entries
    .filter(({ ended_at }) => ended_at !== null)
    .map((entry) => spanOf(entry, 0))
    .filter(({ start, end }) => end > start);
}

export function workId({ project_id, task_id }: Pick<SheetWork, "project_id" | "task_id">): string {
  return `${project_id}:${task_id ?? ""}`;
}

function cellOf(entries: readonly TimeEntry[], day: Span, now: number): SheetCell {
  const here = entries.filter((entry) => isWithin(spanOf(entry, now), day));
  const spans = here.map((entry) => ({ entry, span: spanOf(entry, now) }));
  const milliseconds = spans.reduce(
    (sum, { span }) => sum + Math.min(span.end, day.end) - Math.max(span.start, day.start),
    0,
  );
  return {
    day,
    seconds: Math.round(milliseconds / 1_000),
    entries: spans.map(({ entry, span }) => ({
      id: entry.id,
      version: entry.version,
      ...span,
      isFixed: entry.ended_at === null || span.start < day.start || span.end > day.end,
    })),
    isBillable: here.at(-1)?.is_billable ?? true,
  };
}

function isWithin(span: Span, day: Span): boolean {
  return span.start < day.end && span.end > day.start;
}

/** A running timer lasts until now, and a forgotten one no longer than the server will give it. */
function spanOf({ started_at, ended_at }: TimeEntry, now: number): Span {
  const start = Date.parse(started_at);
  const end = ended_at === null ? Math.min(now, start + 24 * 3_600_000) : Date.parse(ended_at);
  return { start, end: Math.max(start, end) };
}

import { parseDay } from "#/lib/format.ts";
import {
  type MyWorkSearch,
  safeNext,
  type TaskViewSearch,
  type TimeSearch,
  type TimesheetSearch,
} from "#/lib/paths.ts";

/*
 * The router lays what these answer over the raw search. A key that is left out would let the raw value through,
 * so each is answered with every key it speaks for, undefined where the value is not fit for use.
 */

/** `?next=`: where to go after signing in. Anything that is no address of ours is dropped. */
export function nextSearch(search: Record<string, unknown>): { next?: string | undefined } {
  return { next: safeNext(search.next) };
}

// Their meaning is read by the page (`readTaskFilter`), so that the schema is no part of the first load.
const taskParameters: Record<keyof TaskViewSearch, true> = {
  task: true,
  view: true,
  day: true,
  span: true,
  status: true,
  category: true,
  priority: true,
  assignee: true,
  reporter: true,
  label: true,
  project: true,
  due: true,
  q: true,
  archived: true,
  order: true,
  direction: true,
  group: true,
};

/** `?task=ACME-42&priority=high,urgent`: what a page of tasks shows, and which task stands open beside it. */
export function taskViewSearch(search: Record<string, unknown>): TaskViewSearch {
  return Object.fromEntries(
    Object.keys(taskParameters).map((key) => [key, textOrNumber(search[key])]),
  );
}

/** The same for one's own work, which says too in what way it is one's own. */
export function myWorkSearch(search: Record<string, unknown>): MyWorkSearch {
  const { as } = search;
  return { ...taskViewSearch(search), as: as === "reporter" || as === "watcher" ? as : undefined };
}

/** What a link of a mail carries: `?token_hash=…&type=recovery&next=/`, or what went wrong on the way. */
export interface ConfirmSearch {
  token_hash?: string | undefined;
  type?: string | undefined;
  next?: string | undefined;
}

export function confirmSearch(search: Record<string, unknown>): ConfirmSearch {
  return {
    ...nextSearch(search),
    token_hash: textOf(search.token_hash),
    type: textOf(search.type),
  };
}

export function timesheetSearch(search: Record<string, unknown>): TimesheetSearch {
  return { week: dayOf(search.week), user: idOf(search.user) };
}

export function timeSearch(search: Record<string, unknown>): TimeSearch {
  const { user, billable } = search;
  return {
    user: user === "all" ? user : idOf(user),
    project: idOf(search.project),
    billable: billable === "yes" || billable === "no" ? billable : undefined,
    from: dayOf(search.from),
    to: dayOf(search.to),
  };
}

/** The server takes nothing else for an id, and would refuse the whole request. */
function idOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : undefined;
}

function dayOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text && parseDay(text) ? text : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The router reads `?q=42` as a number. */
function textOrNumber(value: unknown): string | undefined {
  return typeof value === "number" ? String(value) : textOf(value);
}

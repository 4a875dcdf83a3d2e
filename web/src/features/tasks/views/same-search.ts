import type { TaskSearch } from "@flowdesk/types/task-filters";

/** Whether two addresses show the same, however they are written. */
export function isSameSearch(a: TaskSearch, b: TaskSearch): boolean {
  return written(a) === written(b);
}

function written(search: TaskSearch): string {
  const entries = Object.entries(search).filter(([, value]) => value !== undefined && value !== "");
  return JSON.stringify(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

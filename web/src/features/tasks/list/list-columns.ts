import type { TaskOrder } from "@flowdesk/types/task-filters";
import { useMemo, useState } from "react";
import { storedValue } from "#/lib/stored-value.ts";

/** The columns beside key, status, priority and title, which are always there. */
export const listColumns = ["project", "assignee", "due", "created", "updated"] as const;
export type ListColumn = (typeof listColumns)[number];

/** Which order a press on a column's name asks for. */
export const columnOrders: Partial<Record<ListColumn, TaskOrder>> = {
  due: "due",
  created: "created",
  updated: "updated",
};

export const columnWidths: Record<ListColumn, number> = {
  project: 150,
  assignee: 140,
  due: 110,
  created: 100,
  updated: 110,
};

/** Where there is little room, because a task stands open beside the list, the lesser ones go. */
export const columnLooks: Record<ListColumn, string> = {
  project: "@max-3xl:hidden",
  assignee: "",
  due: "",
  created: "@max-4xl:hidden",
  updated: "@max-4xl:hidden",
};

const hiddenAtFirst: readonly ListColumn[] = ["created"];

/** Which columns the person wants to see, kept in their browser. */
export function useListColumns(
  name: string,
  offered: readonly ListColumn[],
): { shown: readonly ListColumn[]; toggle: (column: ListColumn, isShown: boolean) => void } {
  const key = `columns.${name}`;
  const [hidden, setHidden] = useState<ReadonlySet<string>>(
    () => new Set(storedValue.get(key)?.split(",") ?? hiddenAtFirst),
  );
  const toggle = (column: ListColumn, isShown: boolean) => {
    const next = new Set(hidden);
    if (isShown) next.delete(column);
    else next.add(column);
    setHidden(next);
    storedValue.set(key, [...next].join(","));
  };
  const shown = useMemo(() => offered.filter((column) => !hidden.has(column)), [offered, hidden]);
  return { shown, toggle };
}

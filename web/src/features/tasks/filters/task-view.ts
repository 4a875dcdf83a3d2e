import type { TaskFilter, TaskGrouping, TaskLayout, TaskOrder } from "@flowdesk/types/task-filters";
import type { Condition, Reader, TaskScope } from "./conditions.ts";
import { conditionsOf } from "./conditions.ts";
import { type TaskSort, usualDirections } from "./task-sort.ts";

/** A filter with all that it leaves unsaid: what a page shows, and how. */
export interface TaskView extends TaskSort {
  conditions: readonly Condition[];
  group: TaskGrouping;
}

const groupings: Record<TaskScope["kind"], readonly TaskGrouping[]> = {
  project: ["status", "assignee", "priority", "due", "none"],
  all: ["category", "project", "assignee", "priority", "due", "none"],
  mine: ["due", "category", "project", "priority", "none"],
};

/** What tasks of a page can be grouped by; the first one when nothing is said. */
export function groupingsOf(scope: TaskScope): readonly TaskGrouping[] {
  return groupings[scope.kind];
}

/** What they can be put in order by, grouped so. The order by hand is one of each status of a project. */
export function ordersOf(scope: TaskScope, group: TaskGrouping): readonly TaskOrder[] {
  const others = ["priority", "due", "created", "updated"] as const;
  return scope.kind === "project" && group === "status" ? ["position", ...others] : others;
}

/** What the page shows for this filter. On a board the columns are the groups. */
export function viewOf(
  scope: TaskScope,
  filter: TaskFilter,
  layout: TaskLayout,
  reader: Reader,
): TaskView {
  const group =
    layout === "board" ? boardGrouping(scope) : chosen(filter.group, groupingsOf(scope));
  // A calendar knows one order.
  const order = layout === "calendar" ? "due" : chosen(filter.order, usualOrders(scope, group));
  const direction =
    (layout === "calendar" ? undefined : filter.direction) ?? usualDirections[order];
  const conditions = conditionsOf(scope, filter, reader);
  // One's own work is what is left to do, unless one asks for more.
  const hidesDone =
    scope.kind === "mine" && !filter.category && !filter.status && filter.archived !== "only";
  return {
    group,
    order,
    direction,
    conditions: hidesDone
      ? [...conditions, { is: "given", column: "completed_at", isGiven: false }]
      : conditions,
  };
}

/** What the columns of a board stand for. */
function boardGrouping(scope: TaskScope): "status" | "category" {
  return scope.kind === "project" ? "status" : "category";
}

/** The orders that fit, the usual one first. */
function usualOrders(scope: TaskScope, group: TaskGrouping): readonly TaskOrder[] {
  const orders = ordersOf(scope, group);
  const usual = orders.includes("position")
    ? "position"
    : scope.kind === "mine" || group === "due"
      ? "due"
      : "updated";
  return [usual, ...orders];
}

function chosen<Value>(wanted: Value | undefined, offered: readonly [Value, ...Value[]]): Value;
function chosen<Value>(wanted: Value | undefined, offered: readonly Value[]): Value;
function chosen<Value>(wanted: Value | undefined, offered: readonly Value[]): Value {
  const [usual] = offered;
  if (wanted !== undefined && offered.includes(wanted)) return wanted;
  if (usual === undefined) throw new Error("There is always something to choose.");
  return usual;
}

import type { OrderDirection, TaskOrder } from "@flowdesk/types/task-filters";
import { taskPriorities } from "@flowdesk/types/tasks";
import type { BoardTask } from "../queries.ts";

/** An order that tasks are shown in. */
export interface TaskSort {
  order: TaskOrder;
  direction: OrderDirection;
}

/** Which way an order is read when nothing is said: the newest, the soonest, the weightiest first. */
export const usualDirections: Record<TaskOrder, OrderDirection> = {
  position: "asc",
  created: "desc",
  updated: "desc",
  due: "asc",
  priority: "desc",
};

/** As the server puts them in order: what has no due date comes last whichever way, ties go by id. */
export function compareTasks({
  order,
  direction,
}: TaskSort): (a: BoardTask, b: BoardTask) => number {
  const sign = direction === "asc" ? 1 : -1;
  return (a, b) => {
    const [left, right] = [sortKey(a, order), sortKey(b, order)];
    if (left !== right) {
      if (left === null) return 1;
      if (right === null) return -1;
      return left < right ? -sign : sign;
    }
    return a.id < b.id ? -sign : a.id > b.id ? sign : 0;
  };
}

function sortKey(task: BoardTask, order: TaskOrder): string | number | null {
  switch (order) {
    case "position":
      return task.position;
    case "created":
      return task.created_at;
    case "updated":
      return task.updated_at;
    case "due":
      return task.due_date;
    case "priority":
      return priorityRank(task);
  }
}

const priorityRanks = new Map<string, number>(taskPriorities.map((each, rank) => [each, rank]));

/** The priority as a number, as `tasks.priority_rank` has it. */
export function priorityRank({ priority }: Pick<BoardTask, "priority">): number {
  return priorityRanks.get(priority) ?? 0;
}

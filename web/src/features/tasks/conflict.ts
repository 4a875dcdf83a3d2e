import type { TaskUpdate } from "@flowdesk/types/tasks";
import { AppError } from "#/lib/app-error.ts";
import type { BoardTask, TaskDetail } from "./queries.ts";

/** The fields of a task that people change here. */
export type TaskChanges = Pick<
  TaskUpdate,
  | "title"
  | "description"
  | "status"
  | "priority"
  | "assignee_id"
  | "start_date"
  | "due_date"
  | "estimate_minutes"
  | "parent_id"
  | "position"
  | "archived_at"
>;

/** Somebody else changed the task first. Nothing was written; both values are here to be shown. */
export class ConflictError extends AppError {
  readonly current: BoardTask & Partial<TaskDetail>;
  readonly wanted: TaskChanges;

  constructor(current: BoardTask & Partial<TaskDetail>, wanted: TaskChanges) {
    super({ code: "conflict", message: "Somebody else changed this first.", status: 409 });
    this.current = current;
    this.wanted = wanted;
  }
}

/**
 * Which of our own writes led from which version to which. Whoever saw version 4, and whose own change made it 5,
 * has seen 5; a colleague's change in between has no entry here, and the next write then meets the conflict.
 */
export class OwnVersions {
  readonly #next = new Map<string, number>();

  record(id: string, from: number, to: number): void {
    this.#next.set(`${id}:${from}`, to);
  }

  latest(id: string, seen: number): number {
    const next = this.#next.get(`${id}:${seen}`);
    return next === undefined ? seen : this.latest(id, next);
  }
}

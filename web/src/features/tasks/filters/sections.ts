import { type StatusCategory, statusCategories } from "@flowdesk/types/projects";
import type { TaskGrouping } from "@flowdesk/types/task-filters";
import { taskPriorities } from "@flowdesk/types/tasks";
import { toDay } from "#/lib/format.ts";
import type { TaskStatus } from "../task-context.ts";
import type { Condition, Reader } from "./conditions.ts";

/** A part of a view that is fetched and counted by itself. */
export interface SectionSpec {
  /** What its tasks have in common: a status, a priority, "today". */
  id: string;
  conditions: readonly Condition[];
}

export const dueSections = ["past", "today", "week", "later", "none"] as const;
export type DueSection = (typeof dueSections)[number];

/**
 * The parts that a grouping makes, where they are few and known before a task is. Assignees and projects are not:
 * those groups are made of the tasks that came.
 */
export function sectionsOf(
  group: TaskGrouping,
  statuses: readonly TaskStatus[],
  reader: Pick<Reader, "today" | "weekStartsOn">,
): readonly SectionSpec[] {
  switch (group) {
    case "status":
      return statuses.map(({ key }) => oneOf("status", key));
    case "category":
      return statusCategories.map((category: StatusCategory) => ({
        id: category,
        conditions: [{ is: "category", values: [category] }],
      }));
    case "priority":
      return taskPriorities.toReversed().map((priority) => oneOf("priority", priority));
    case "due":
      return dueSections.map((id) => ({ id, conditions: [dueCondition(id, reader)] }));
    case "assignee":
    case "project":
    case "none":
      return [{ id: "all", conditions: [] }];
  }
}

function oneOf(column: "status" | "priority", value: string): SectionSpec {
  return { id: value, conditions: [{ is: "one-of", column, values: [value] }] };
}

function dueCondition(
  section: DueSection,
  { today, weekStartsOn }: Pick<Reader, "today" | "weekStartsOn">,
): Condition {
  const day = (after: number) =>
    toDay(new Date(today.getFullYear(), today.getMonth(), today.getDate() + after));
  const left = 6 - ((today.getDay() - weekStartsOn + 7) % 7);
  const between = (from: string | null, to: string | null): Condition => ({
    is: "between",
    column: "due_date",
    from,
    to,
  });
  switch (section) {
    case "past":
      return between(null, day(-1));
    case "today":
      return between(day(0), day(0));
    case "week":
      // Empty on the last day of the week.
      return between(day(1), day(left));
    case "later":
      return between(day(left + 1), null);
    case "none":
      return { is: "given", column: "due_date", isGiven: false };
  }
}

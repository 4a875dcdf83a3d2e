import type { StatusCategory } from "@flowdesk/types/projects";
import { parseDayRange, type TaskFilter } from "@flowdesk/types/task-filters";
import { toDay } from "#/lib/format.ts";
import type { BoardTask } from "../queries.ts";

/**
 * What a task must fulfil to be in a view. The same conditions ask the server (`queries.ts`) and tell whether a task
 * that changed belongs to what is shown (`matches`), so that the two cannot differ.
 */
export type Condition =
  | {
      is: "one-of";
      column: "project_id" | "status" | "priority" | "assignee_id" | "reporter_id";
      values: readonly string[];
      /** None is one of them too. */
      orNone?: true;
    }
  | { is: "between"; column: "due_date"; from: string | null; to: string | null }
  | { is: "given"; column: "due_date" | "archived_at" | "completed_at"; isGiven: boolean }
  | { is: "category"; values: readonly StatusCategory[] }
  | { is: "labelled"; values: readonly string[] }
  | { is: "watched"; by: string }
  | { is: "text"; text: string }
  /** Its project is not archived: views across projects show what can be worked on. */
  | { is: "in-live-project" };

/** What "me", "today" and "this week" mean. */
export interface Reader {
  userId: string;
  today: Date;
  /** 0 is Sunday. */
  weekStartsOn: number;
}

/** Whose tasks a page shows, before anything is filtered. */
export type TaskScope =
  | { kind: "project"; projectId: string }
  | { kind: "all" }
  | { kind: "mine"; as: MyRole };

export const myRoles = ["assignee", "reporter", "watcher"] as const;
export type MyRole = (typeof myRoles)[number];

/** The conditions of a page: what it is about, and what its filter says. */
export function conditionsOf(scope: TaskScope, filter: TaskFilter, reader: Reader): Condition[] {
  return [...scopeConditions(scope, reader), ...filterConditions(filter, reader)];
}

function scopeConditions(scope: TaskScope, { userId }: Reader): Condition[] {
  switch (scope.kind) {
    case "project":
      return [{ is: "one-of", column: "project_id", values: [scope.projectId] }];
    case "all":
      return [{ is: "in-live-project" }];
    case "mine":
      return scope.as === "watcher"
        ? [{ is: "watched", by: userId }, { is: "in-live-project" }]
        : [{ is: "one-of", column: `${scope.as}_id`, values: [userId] }, { is: "in-live-project" }];
  }
}

function filterConditions(filter: TaskFilter, reader: Reader): Condition[] {
  const conditions: Condition[] = [];
  const { status, category, priority, assignee, reporter, label, project, due, q, archived } =
    filter;
  const person = (who: string) => (who === "me" ? reader.userId : who);

  if (project) conditions.push({ is: "one-of", column: "project_id", values: project });
  if (status) conditions.push({ is: "one-of", column: "status", values: status });
  if (category) conditions.push({ is: "category", values: category });
  if (priority) conditions.push({ is: "one-of", column: "priority", values: priority });
  if (assignee) {
    conditions.push({
      is: "one-of",
      column: "assignee_id",
      values: assignee.filter((who) => who !== "none").map(person),
      ...(assignee.includes("none") ? { orNone: true } : {}),
    });
  }
  if (reporter) {
    conditions.push({ is: "one-of", column: "reporter_id", values: reporter.map(person) });
  }
  if (label) conditions.push({ is: "labelled", values: label });
  if (due) conditions.push(...dueConditions(due, reader));
  if (q) conditions.push({ is: "text", text: q });
  if (archived !== "with") {
    conditions.push({ is: "given", column: "archived_at", isGiven: archived === "only" });
  }
  return conditions;
}

function dueConditions(due: NonNullable<TaskFilter["due"]>, reader: Reader): Condition[] {
  const { today, weekStartsOn } = reader;
  if (due === "none") return [{ is: "given", column: "due_date", isGiven: false }];
  if (due === "today") {
    return [{ is: "between", column: "due_date", from: toDay(today), to: toDay(today) }];
  }
  if (due === "overdue") {
    return [
      { is: "between", column: "due_date", from: null, to: dayAfter(today, -1) },
      { is: "given", column: "completed_at", isGiven: false },
    ];
  }
  if (due === "week") {
    const passed = (today.getDay() - weekStartsOn + 7) % 7;
    return [
      {
        is: "between",
        column: "due_date",
        from: dayAfter(today, -passed),
        to: dayAfter(today, 6 - passed),
      },
    ];
  }
  const range = parseDayRange(due);
  return range ? [{ is: "between", column: "due_date", ...range }] : [];
}

function dayAfter(day: Date, days: number): string {
  return toDay(new Date(day.getFullYear(), day.getMonth(), day.getDate() + days));
}

/** What is known here of a task's project, which does not stand in the task itself. */
export interface KnownProject {
  archived_at: string | null;
  statuses: readonly { key: string; category: string }[];
}

/** Whether a task fulfils the conditions; undefined where only the server can say. */
export function matches(
  task: BoardTask,
  conditions: readonly Condition[],
  project: KnownProject | undefined,
): boolean | undefined {
  const answers = conditions.map((condition) => fulfils(task, condition, project));
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

function fulfils(
  task: BoardTask,
  condition: Condition,
  project: KnownProject | undefined,
): boolean | undefined {
  switch (condition.is) {
    case "one-of": {
      const value = task[condition.column];
      return value === null ? condition.orNone === true : condition.values.includes(value);
    }
    case "between": {
      const day = task[condition.column];
      if (day === null) return false;
      return (
        (condition.from === null || day >= condition.from) &&
        (condition.to === null || day <= condition.to)
      );
    }
    case "given":
      return (task[condition.column] !== null) === condition.isGiven;
    case "category": {
      const status = project?.statuses.find(({ key }) => key === task.status);
      return status && condition.values.some((each) => each === status.category);
    }
    case "text":
      return textMatches(task, condition.text);
    case "in-live-project":
      return project && project.archived_at === null;
    case "labelled":
      return task.labels.some(({ label_id }) => condition.values.includes(label_id));
    case "watched":
      return undefined;
  }
}

function textMatches(task: BoardTask, text: string): boolean {
  const isInTitle = task.title.toLowerCase().includes(text.toLowerCase());
  return isInTitle || task.number === numberIn(text);
}

/** "WEB-42", "#42" and "42" name the task with that number. */
export function numberIn(text: string): number | undefined {
  const match = /^(?:[A-Za-z][A-Za-z0-9]*-|#)?([1-9][0-9]{0,8})$/.exec(text.trim());
  return match ? Number(match[1]) : undefined;
}

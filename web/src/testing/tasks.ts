import type { BoardTask, SliceSpec, TaskDetail, TaskSlice } from "#/features/tasks/queries.ts";

/** A task as a board holds it; a test states what matters to it. */
export function task(fields: Partial<BoardTask> & { id: string }): BoardTask {
  return {
    project_id: "project-1",
    number: 1,
    title: "Write the brief",
    status: "todo",
    priority: "none",
    assignee_id: null,
    reporter_id: "ana",
    start_date: null,
    due_date: null,
    position: "a0",
    completed_at: null,
    archived_at: null,
    open_blockers: 0,
    labels: [],
    created_at: "2026-11-20T12:00:00+00:00",
    updated_at: "2026-11-20T12:00:00+00:00",
    version: 1,
    ...fields,
  };
}

/** A task as the panel holds it. */
export function taskDetail(fields: Partial<TaskDetail> & { id: string }): TaskDetail {
  return {
    ...task(fields),
    description: "",
    parent_id: null,
    estimate_minutes: null,
    ...fields,
  };
}

/** Tasks of the project in the order by hand, all of them loaded; a test states what matters to it. */
export function slice(
  fields: Partial<Omit<TaskSlice, "spec">> & { spec?: Partial<SliceSpec> } = {},
): TaskSlice {
  const tasks = fields.tasks ?? [];
  return {
    next: null,
    total: tasks.length,
    ...fields,
    tasks,
    spec: {
      conditions: [{ is: "one-of", column: "project_id", values: ["project-1"] }],
      order: "position",
      direction: "asc",
      ...fields.spec,
    },
  };
}

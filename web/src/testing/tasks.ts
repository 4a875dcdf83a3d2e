import type { BoardTask, TaskDetail } from "#/features/tasks/queries.ts";

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
    due_date: null,
    position: "a0",
    version: 1,
    ...fields,
  };
}

/** A task as the panel holds it. */
export function taskDetail(fields: Partial<TaskDetail> & { id: string }): TaskDetail {
  return {
    ...task(fields),
    description: "",
    created_at: "2026-11-20T12:00:00Z",
    updated_at: "2026-11-20T12:00:00Z",
    ...fields,
  };
}

import type { TaskPriority } from "@flowdesk/types/tasks";
import { useMutation, useMutationState, useQueryClient } from "@tanstack/react-query";
import { AppError } from "#/lib/app-error.ts";
import { inTurn, isInTurn } from "#/lib/in-turn.ts";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";
import { ConflictError, OwnVersions, type TaskChanges } from "./conflict.ts";
import { type BoardTask, detailColumns, type TaskDetail, taskQueries } from "./queries.ts";
import { patchTask, putTask, removeTask } from "./task-cache.ts";

const ownVersions = new OwnVersions();

interface TaskChange {
  /** The task as the person saw it when they decided. */
  task: BoardTask & Partial<TaskDetail>;
  changes: TaskChanges;
}

/**
 * Changes a task: at once on the screen, then on the server, only if nobody else was first. A refusal or a
 * conflict (ConflictError) puts back what the server has.
 */
export function useChangeTask(org: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ task, changes }: TaskChange) =>
      inTurn(turnOf(task.id), () => writeTask(org, task, changes)),
    onMutate: async ({ task, changes }) => {
      // An answer on its way still holds the former value.
      await queryClient.cancelQueries({ queryKey: taskQueries.all(org) });
      patchTask(queryClient, org, task.id, changes);
    },
    onSuccess: (row) => {
      // While another change of ours waits, its optimistic values stay; only what they stand on moves.
      if (isInTurn(turnOf(row.id))) patchTask(queryClient, org, row.id, { version: row.version });
      else putTask(queryClient, org, row);
    },
    onError: (error, { task, changes }) => {
      if (error instanceof ConflictError) return putTask(queryClient, org, error.current);
      if (error instanceof AppError && error.code === "not_found") {
        return removeTask(queryClient, org, task.id);
      }
      patchTask(queryClient, org, task.id, formerValues(task, changes));
    },
    // What was cancelled above was asked for by somebody.
    onSettled: () =>
      queryClient.invalidateQueries({ queryKey: taskQueries.all(org), predicate: isUnsettled }),
  });
}

export interface NewTask {
  project_id: string;
  title: string;
  /** Without one the project's first. */
  status?: string;
  assignee_id?: string | null;
  priority?: TaskPriority;
  due_date?: string;
  parent_id?: string;
}

/** Creates a task at the end of a column. Number, position and reporter are the database's to give. */
export function useCreateTask(org: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationKey: creationKey(org),
    mutationFn: (task: NewTask) =>
      request(
        supabase
          .from("tasks")
          .insert({ ...task, organization_id: org })
          .select(detailColumns)
          .single(),
      ),
    onSuccess: (row) => putTask(queryClient, org, row, { isNew: true }),
  });
}

/** A task that was sent and has no answer yet. */
export interface TaskOnItsWay extends NewTask {
  id: number;
  /** It has not even left: there is no connection. */
  isWaiting: boolean;
}

/** The new tasks of a project that the server has not answered yet, in the order in which they were added. */
export function useTasksOnTheirWay(org: string, projectId: string | undefined): TaskOnItsWay[] {
  const sent = useMutationState({
    filters: { mutationKey: creationKey(org), status: "pending" },
    select: ({ mutationId, state }) => ({
      id: mutationId,
      isWaiting: state.isPaused,
      // The key is that of `useCreateTask` alone.
      task: state.variables as NewTask,
    }),
  });
  return sent
    .filter(({ task }) => task.project_id === projectId)
    .map(({ task, ...rest }) => ({ ...task, ...rest }));
}

function creationKey(org: string) {
  return ["org", org, "tasks", "create"] as const;
}

/** Changes of one task go one after another, or the second would conflict with the first. */
export function turnOf(taskId: string): string {
  return `task:${taskId}`;
}

async function writeTask(org: string, task: TaskChange["task"], changes: TaskChanges) {
  const seen = ownVersions.latest(task.id, task.version);
  const row = await request(
    supabase
      .from("tasks")
      .update(changes)
      .eq("organization_id", org)
      .eq("id", task.id)
      .eq("version", seen)
      .select(detailColumns)
      .maybeSingle(),
  );
  if (row) {
    ownVersions.record(task.id, seen, row.version);
    return row;
  }
  throw await explainRefusal(org, task, seen, changes);
}

/** No row came back: somebody was first, or the task is out of reach, or it is not the person's to change. */
async function explainRefusal(
  org: string,
  task: TaskChange["task"],
  seen: number,
  changes: TaskChanges,
): Promise<AppError> {
  const current = await request(
    supabase
      .from("tasks")
      .select(detailColumns)
      .eq("organization_id", org)
      .eq("id", task.id)
      .maybeSingle(),
  );
  if (!current) {
    return new AppError({ code: "not_found", message: "The task is gone.", status: 404 });
  }
  if (current.version !== seen) return new ConflictError(current, changes);
  return new AppError({
    code: "permission_denied",
    message: "You are not allowed to change this task.",
    status: 403,
  });
}

function formerValues(task: TaskChange["task"], changes: TaskChanges): Partial<TaskDetail> {
  const former = Object.entries(task).filter(([field]) => field in changes);
  return Object.fromEntries(former);
}

/** Cancelled before it ever had an answer, or with its answer thrown away. */
function isUnsettled(query: {
  state: { fetchStatus: string; isInvalidated: boolean; data: unknown };
}) {
  return query.state.isInvalidated || query.state.data === undefined;
}

import { AppError, asAppError } from "#/lib/app-error.ts";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";
import type { TaskChanges } from "../conflict.ts";
import { type BoardTask, cardColumns, fetchTasksByIds } from "../queries.ts";

/** A change of one task as the person saw it. */
export interface BulkItem {
  task: BoardTask;
  changes: TaskChanges;
}

interface Refusal {
  task: BoardTask;
  error: AppError;
}

/** What became of many changes: nothing is left out, whatever went wrong. */
export interface BulkOutcome {
  done: { before: BoardTask; after: BoardTask }[];
  refused: Refusal[];
}

/** What the chunks have in common: sends one, all or nothing. */
type SendChunk = (items: readonly BulkItem[]) => Promise<BulkOutcome>;

interface BulkOptions {
  /** How many have an answer, good or bad. */
  onProgress?: (answered: number) => void;
  /** After each chunk: what it came to. */
  onChunk?: (outcome: BulkOutcome) => void;
  /** No further chunk is sent once it is aborted; what was not sent counts as refused. */
  signal?: AbortSignal;
}

// So many ids fit into an address.
const chunkSize = 100;

/** Codes that hold for every task of a chunk alike, since a chunk is of one project (and status). */
const sharedCodes: ReadonlySet<string> = new Set([
  "transition_not_allowed",
  "assignee_not_active",
  "assignee_not_in_project",
  "project_archived",
  "organization_suspended",
  "organization_deleted",
  "session_expired",
  "insufficient_aal",
]);

/** Changes any number of tasks, chunk by chunk. A task that somebody else changed meanwhile is refused, not overwritten. */
export function changeTasks(
  org: string,
  items: readonly BulkItem[],
  options: BulkOptions = {},
): Promise<BulkOutcome> {
  return inChunks(items, (chunk) => sendChanges(org, chunk), options);
}

/** Deletes any number of tasks, chunk by chunk. */
export function deleteTasks(
  org: string,
  tasks: readonly BoardTask[],
  options: BulkOptions = {},
): Promise<BulkOutcome> {
  const items = tasks.map((task) => ({ task, changes: {} }));
  return inChunks(items, (chunk) => sendDeletion(org, chunk), options);
}

async function inChunks(
  items: readonly BulkItem[],
  send: SendChunk,
  { onProgress, onChunk, signal }: BulkOptions,
): Promise<BulkOutcome> {
  const outcome: BulkOutcome = { done: [], refused: [] };
  for (const chunk of chunksOf(items)) {
    const part = signal?.aborted ? refuseAll(chunk, stopped()) : await sendOrSplit(chunk, send);
    outcome.done.push(...part.done);
    outcome.refused.push(...part.refused);
    onChunk?.(part);
    onProgress?.(outcome.done.length + outcome.refused.length);
  }
  return outcome;
}

/** One refused row refuses its whole statement. Halves find it, unless the reason holds for all of them. */
async function sendOrSplit(chunk: readonly BulkItem[], send: SendChunk): Promise<BulkOutcome> {
  try {
    return await send(chunk);
  } catch (cause) {
    const error = asAppError(cause);
    if (chunk.length === 1 || sharedCodes.has(error.code) || error.isTransient) {
      return refuseAll(chunk, error);
    }
    const middle = Math.ceil(chunk.length / 2);
    const first = await sendOrSplit(chunk.slice(0, middle), send);
    const second = await sendOrSplit(chunk.slice(middle), send);
    return {
      done: [...first.done, ...second.done],
      refused: [...first.refused, ...second.refused],
    };
  }
}

/**
 * Tasks with the same change, of one project and status: what the rules refuse, they refuse for all of these. And of
 * one version, since PostgREST applies an `or` of versions to the rows that it gives back too, whose versions are new.
 */
function chunksOf(items: readonly BulkItem[]): BulkItem[][] {
  const alike = Map.groupBy(items, ({ task, changes }) =>
    JSON.stringify([
      task.project_id,
      "status" in changes ? task.status : "",
      task.version,
      changes,
    ]),
  );
  return [...alike.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / chunkSize) }, (_, index) =>
      group.slice(index * chunkSize, (index + 1) * chunkSize),
    ),
  );
}

/** Puts a label on any number of tasks, or takes it off. */
export function labelTasks(
  org: string,
  tasks: readonly BoardTask[],
  label: { id: string; isOn: boolean },
  options: BulkOptions = {},
): Promise<BulkOutcome> {
  const items = tasks.map((task) => ({ task, changes: {} }));
  return inChunks(items, (chunk) => sendLabel(org, chunk, label), options);
}

async function sendLabel(
  org: string,
  chunk: readonly BulkItem[],
  { id, isOn }: { id: string; isOn: boolean },
): Promise<BulkOutcome> {
  const ids = chunk.map(({ task }) => task.id);
  if (isOn) {
    await request(
      supabase.from("task_labels").upsert(
        ids.map((task_id) => ({ organization_id: org, task_id, label_id: id })),
        { onConflict: "organization_id,project_id,task_id,label_id", ignoreDuplicates: true },
      ),
    );
  } else {
    await request(
      supabase
        .from("task_labels")
        .delete()
        .eq("organization_id", org)
        .eq("label_id", id)
        .in("task_id", ids),
    );
  }
  // What row-level security kept from being taken off is still there.
  const now = await fetchTasksByIds(org, ids);
  const right = now.filter(({ labels }) => labels.some((each) => each.label_id === id) === isOn);
  return sortOut(org, chunk, new Map(right.map((row) => [row.id, row])));
}

async function sendChanges(org: string, chunk: readonly BulkItem[]): Promise<BulkOutcome> {
  const [first] = chunk;
  if (!first) return { done: [], refused: [] };
  const rows = await request(
    supabase
      .from("tasks")
      .update(first.changes)
      .eq("organization_id", org)
      .in(
        "id",
        chunk.map(({ task }) => task.id),
      )
      .eq("version", first.task.version)
      .select(cardColumns),
  );
  return sortOut(org, chunk, new Map(rows.map((row) => [row.id, row])));
}

async function sendDeletion(org: string, chunk: readonly BulkItem[]): Promise<BulkOutcome> {
  const ids = chunk.map(({ task }) => task.id);
  const rows = await request(
    supabase.from("tasks").delete().eq("organization_id", org).in("id", ids).select("id"),
  );
  const gone = new Set(rows.map(({ id }) => id));
  const deleted = chunk.filter(({ task }) => gone.has(task.id));
  return sortOut(org, chunk, new Map(deleted.map(({ task }) => [task.id, task])));
}

/** Which rows came back, and why the others did not. */
async function sortOut(
  org: string,
  chunk: readonly BulkItem[],
  rows: ReadonlyMap<string, BoardTask>,
): Promise<BulkOutcome> {
  const outcome: BulkOutcome = { done: [], refused: [] };
  const missing: BoardTask[] = [];
  for (const { task } of chunk) {
    const after = rows.get(task.id);
    if (after) outcome.done.push({ before: task, after });
    else missing.push(task);
  }
  if (missing.length === 0) return outcome;
  const ids = missing.map(({ id }) => id);
  const current = new Map((await fetchTasksByIds(org, ids)).map((row) => [row.id, row]));
  for (const task of missing) {
    const now = current.get(task.id);
    outcome.refused.push({ task: now ?? task, error: reasonOf(task, now) });
  }
  return outcome;
}

function reasonOf(seen: BoardTask, now: BoardTask | undefined): AppError {
  if (!now) return new AppError({ code: "not_found", message: "The task is gone.", status: 404 });
  if (now.version !== seen.version) {
    return new AppError({
      code: "changed_meanwhile",
      message: "Somebody changed the task meanwhile.",
      status: 409,
    });
  }
  return new AppError({
    code: "task_not_yours",
    message: "You are not allowed to change this task.",
    status: 403,
  });
}

function stopped(): AppError {
  return new AppError({ code: "stopped", message: "Stopped before its turn.", status: 400 });
}

function refuseAll(chunk: readonly BulkItem[], error: AppError): BulkOutcome {
  return { done: [], refused: chunk.map(({ task }) => ({ task, error })) };
}

import type { QueryClient } from "@tanstack/react-query";
import { type KnownProject, matches } from "./filters/conditions.ts";
import { compareTasks } from "./filters/task-sort.ts";
import { type BoardTask, type TaskDetail, type TaskSlice, taskQueries } from "./queries.ts";

/** What the cache knows of one task: in a view, in the panel, or in both. */
export function cachedTask(
  queryClient: QueryClient,
  org: string,
  id: string,
): BoardTask | undefined {
  const slices = queryClient.getQueriesData<TaskSlice>({ queryKey: taskQueries.slices(org) });
  const details = queryClient.getQueriesData<TaskDetail>({ queryKey: taskQueries.details(org) });
  const known = [
    ...slices.map(([, slice]) => slice?.tasks.find((task) => task.id === id)),
    ...details.map(([, detail]) => (detail?.id === id ? detail : undefined)),
  ];
  // A view and a panel are fetched at different moments; the younger one counts.
  return known.reduce<BoardTask | undefined>(
    (newest, task) => (task && task.version > (newest?.version ?? 0) ? task : newest),
    undefined,
  );
}

/** Changes some fields of a task wherever it is shown; it leaves views that it no longer belongs to, and enters others. */
export function patchTask(
  queryClient: QueryClient,
  org: string,
  id: string,
  patch: Partial<TaskDetail>,
): void {
  const before = cachedTask(queryClient, org, id);
  if (!before) return;
  const project = cachedProject(queryClient, org, before.project_id);
  const after = { ...before, ...withCompletion(patch, before, project) };
  placeInSlices(queryClient, org, { before, after, project });
  queryClient.setQueriesData<TaskDetail>({ queryKey: taskQueries.details(org) }, (detail) =>
    detail?.id === id ? { ...detail, ...patch } : detail,
  );
}

/** Shows a task as the server has it, also where it was not shown before. */
export function putTask(
  queryClient: QueryClient,
  org: string,
  task: BoardTask & Partial<TaskDetail>,
  { isNew = false } = {},
): void {
  const before = cachedTask(queryClient, org, task.id);
  const project = cachedProject(queryClient, org, task.project_id);
  placeInSlices(queryClient, org, { before, after: task, project, isNew });
  queryClient.setQueriesData<TaskDetail>({ queryKey: taskQueries.details(org) }, (detail) =>
    detail?.id === task.id ? { ...detail, ...task } : detail,
  );
}

/** Lets go of a task that is gone or out of sight. */
export function removeTask(queryClient: QueryClient, org: string, id: string): void {
  const before = cachedTask(queryClient, org, id);
  const project = before && cachedProject(queryClient, org, before.project_id);
  changeSlices(queryClient, org, (slice) => {
    const isShown = slice.tasks.some((task) => task.id === id);
    const wasCounted = isShown || (before && matches(before, slice.spec.conditions, project));
    if (slice.next?.id === id || wasCounted === undefined) return "stale";
    if (!wasCounted) return slice;
    return {
      ...slice,
      tasks: slice.tasks.filter((task) => task.id !== id),
      total: Math.max(0, slice.total - 1),
    };
  });
  queryClient.setQueriesData<TaskDetail | null>({ queryKey: taskQueries.details(org) }, (detail) =>
    detail?.id === id ? null : detail,
  );
}

interface Placement {
  /** As it was known until now. */
  before: BoardTask | undefined;
  after: BoardTask;
  project: KnownProject | undefined;
  /** Nobody can have counted it yet. */
  isNew?: boolean;
}

function placeInSlices(queryClient: QueryClient, org: string, placement: Placement): void {
  changeSlices(queryClient, org, (slice) => placeInSlice(slice, placement));
}

/** The slice with the task where it belongs, or "stale" where that cannot be told from here. */
function placeInSlice(
  slice: TaskSlice,
  { before, after, project, isNew = false }: Placement,
): TaskSlice | "stale" {
  const { conditions } = slice.spec;
  const shown = slice.tasks.find(({ id }) => id === after.id);
  const belongs = matches(after, conditions, project);
  if (slice.next?.id === after.id)
    return belongs === false || shown ? "stale" : movedNext(slice, after);

  if (shown) {
    // What cannot be told from here held a moment ago, and only other fields changed.
    if (belongs === false) return counted(without(slice, after.id), -1);
    return inserted(without(slice, after.id), after);
  }
  const belonged = isNew ? false : before && matches(before, conditions, project);
  if (belongs === false && !belonged) return slice;
  if (belongs === undefined || belonged === undefined) return "stale";
  if (!belongs) return counted(slice, -1);
  return inserted(belonged ? slice : counted(slice, 1), after);
}

/** The first one that is not loaded has changed: if it still comes after what is, that is all. */
function movedNext(slice: TaskSlice, after: BoardTask): TaskSlice | "stale" {
  const last = slice.tasks.at(-1);
  const staysBehind = last === undefined || compareTasks(slice.spec)(last, after) < 0;
  const sameKey = slice.next && compareTasks(slice.spec)(slice.next, after) === 0;
  return staysBehind && sameKey ? { ...slice, next: after } : "stale";
}

function without(slice: TaskSlice, id: string): TaskSlice {
  return { ...slice, tasks: slice.tasks.filter((task) => task.id !== id) };
}

function counted(slice: TaskSlice, by: number): TaskSlice {
  return { ...slice, total: Math.max(0, slice.total + by) };
}

/** The task at its place, unless that lies beyond what is loaded. */
function inserted(slice: TaskSlice, task: BoardTask): TaskSlice {
  const compare = compareTasks(slice.spec);
  if (slice.next && compare(task, slice.next) > 0) return slice;
  const at = slice.tasks.findIndex((each) => compare(task, each) < 0);
  return { ...slice, tasks: slice.tasks.toSpliced(at < 0 ? slice.tasks.length : at, 0, task) };
}

/** Whether who watches decides what it holds. */
export function isWatchedSlice(data: unknown): boolean {
  return isSlice(data) && data.spec.conditions.some(({ is }) => is === "watched");
}

function isSlice(data: unknown): data is TaskSlice {
  return typeof data === "object" && data !== null && "spec" in data;
}

function changeSlices(
  queryClient: QueryClient,
  org: string,
  change: (slice: TaskSlice) => TaskSlice | "stale",
): void {
  for (const [queryKey, slice] of queryClient.getQueriesData<TaskSlice>({
    queryKey: taskQueries.slices(org),
  })) {
    if (!slice) continue;
    const next = change(slice);
    if (next === "stale") void queryClient.invalidateQueries({ queryKey, exact: true });
    else if (next !== slice) queryClient.setQueryData(queryKey, next);
  }
}

/** The project of a task as any page of it, or any view across projects, has loaded it. */
function cachedProject(
  queryClient: QueryClient,
  org: string,
  projectId: string,
): KnownProject | undefined {
  const answers = queryClient.getQueriesData<unknown>({ queryKey: ["org", org, "projects"] });
  for (const [, data] of answers) {
    for (const project of Array.isArray(data) ? data : [data]) {
      if (isProject(project) && project.id === projectId) return project;
    }
  }
  return undefined;
}

function isProject(value: unknown): value is KnownProject & { id: string } {
  return typeof value === "object" && value !== null && "statuses" in value && "id" in value;
}

/** A change of status completes a task or opens it again; the server sets the moment. */
function withCompletion(
  patch: Partial<TaskDetail>,
  before: BoardTask,
  project: KnownProject | undefined,
): Partial<TaskDetail> {
  const category = project?.statuses.find(({ key }) => key === patch.status)?.category;
  if (category === undefined || "completed_at" in patch) return patch;
  const moment = before.completed_at ?? new Date().toISOString();
  return { ...patch, completed_at: category === "done" ? moment : null };
}

/** A slice made longer. What changed in it while the answer was on its way stays as it is now. */
export function appendTasks(
  queryClient: QueryClient,
  queryKey: readonly unknown[],
  asked: TaskSlice,
  longer: TaskSlice,
): void {
  queryClient.setQueryData<TaskSlice>(queryKey, (now) => {
    if (!now || now === asked) return longer;
    const known = new Set(now.tasks.map(({ id }) => id));
    const compare = compareTasks(now.spec);
    const added = longer.tasks.slice(asked.tasks.length).filter(({ id }) => !known.has(id));
    return {
      ...now,
      tasks: [...now.tasks, ...added].toSorted(compare),
      next: longer.next,
      total: longer.next ? now.total : now.tasks.length + added.length,
    };
  });
}

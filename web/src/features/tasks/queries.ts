import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { quoted } from "#/lib/filters.ts";
import { request, requestCounted } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";
import { type Condition, numberIn } from "./filters/conditions.ts";
import { priorityRank, type TaskSort } from "./filters/task-sort.ts";

/*
 * Every question that the client asks about tasks. What they can be narrowed by and put in order by is here alone,
 * so that one test can look whether each way is led by an index.
 */

/** What a card or a row shows, and what a change needs. */
export const cardColumns =
  "id, project_id, number, title, status, priority, assignee_id, reporter_id, start_date, due_date, position, completed_at, archived_at, open_blockers, created_at, updated_at, version, labels:task_labels(label_id)" as const;
/** What the panel shows beside that. */
export const detailColumns = `${cardColumns}, description, parent_id, estimate_minutes` as const;
// What some conditions ask about. Nothing of it is selected, so the rows look the same. Each has a name of its own:
// PostgREST lets a filter fall that names a table which is also there under another name.
const joins: Partial<Record<Condition["is"], string>> = {
  category: "by_status:project_statuses()",
  "in-live-project": "by_project:projects()",
  labelled: "by_label:task_labels()",
  watched: "by_watcher:task_watchers()",
};

/** How many tasks are fetched at first, and how many more at each wish. */
export const sliceStep = 100;
/** As many as one answer of the API holds. */
const maxPage = 1_000;
// As many projects in one address as any server takes.
const maxIdsPerRequest = 100;
// What one menu can hold.
const maxLabels = 500;

export type BoardTask = Awaited<ReturnType<typeof fetchTasksByIds>>[number];
export type TaskDetail = NonNullable<Awaited<ReturnType<typeof fetchTask>>>;

/** Which tasks, in which order. */
export interface SliceSpec extends TaskSort {
  conditions: readonly Condition[];
}

/** The beginning of an ordered set of tasks, as far as it is loaded: a column of a board, a section of a list. */
export interface TaskSlice {
  spec: SliceSpec;
  tasks: BoardTask[];
  /** How many there are, loaded or not. */
  total: number;
  /** The first one that is not loaded; null when all are. */
  next: BoardTask | null;
}

export const taskQueries = {
  all: (org: string) => ["org", org, "tasks"] as const,
  slices: (org: string) => [...taskQueries.all(org), "slice"] as const,
  slice: (org: string, spec: SliceSpec, first = sliceStep) => {
    const queryKey = [...taskQueries.slices(org), spec] as const;
    return queryOptions({
      queryKey,
      // Asked again, as much comes as was loaded before.
      queryFn: ({ client, signal }) => {
        const loaded = client.getQueryData<TaskSlice>(queryKey)?.tasks.length ?? 0;
        return fetchSlice(org, spec, Math.max(first, loaded), signal);
      },
    });
  },
  counts: (org: string) => [...taskQueries.all(org), "count"] as const,
  count: (org: string, conditions: readonly Condition[]) =>
    queryOptions({
      queryKey: [...taskQueries.counts(org), conditions] as const,
      queryFn: ({ signal }) => fetchCount(org, conditions, signal),
    }),
  details: (org: string) => [...taskQueries.all(org), "detail"] as const,
  detail: (org: string, projectId: string, number: number) =>
    queryOptions({
      queryKey: [...taskQueries.details(org), projectId, number] as const,
      queryFn: ({ signal }) => fetchTask(org, projectId, number, signal),
    }),
  labels: (org: string) =>
    queryOptions({
      queryKey: ["org", org, "labels"] as const,
      queryFn: ({ signal }) => fetchLabels(org, signal),
      staleTime: 5 * 60_000,
    }),
  /** Projects with their statuses, of whatever tasks are shown. Below "projects", whose events make them stale. */
  projects: (org: string, ids: readonly string[]) =>
    queryOptions({
      queryKey: ["org", org, "projects", "of-tasks", ids] as const,
      queryFn: ({ signal }) => fetchProjects(org, ids, signal),
      placeholderData: keepPreviousData,
      staleTime: 5 * 60_000,
      enabled: ids.length > 0,
    }),
  projectByKey: (org: string, key: string) =>
    queryOptions({
      queryKey: ["org", org, "projects", "of-task", key] as const,
      queryFn: ({ signal }) => fetchProject(org, key, signal),
    }),
};

/** The first `wanted` tasks, in as few answers as the API gives them. */
async function fetchSlice(
  org: string,
  spec: SliceSpec,
  wanted: number,
  signal: AbortSignal,
): Promise<TaskSlice> {
  // One more than is shown tells whether there are others, and where they begin.
  const { rows, total } = await fetchFirstPage(org, spec, Math.min(wanted + 1, maxPage), signal);
  let last = rows;
  while (rows.length <= wanted && rows.length < total && last.length > 0) {
    const size = Math.min(wanted + 1 - rows.length, maxPage);
    last = await fetchPage(org, spec, rows.at(-1), size, signal);
    rows.push(...last);
  }
  return sliceOf(spec, rows, wanted, total);
}

/** `count` tasks more than the slice holds. */
export async function fetchMore(org: string, slice: TaskSlice, count: number): Promise<TaskSlice> {
  const { spec } = slice;
  const size = Math.min(count + 1, maxPage);
  const rows = await fetchPage(org, spec, slice.tasks.at(-1), size);
  const tasks = [...slice.tasks, ...rows];
  const isEnd = rows.length < size;
  const wanted = isEnd ? tasks.length : tasks.length - 1;
  return sliceOf(spec, tasks, wanted, slice.total);
}

function sliceOf(spec: SliceSpec, rows: BoardTask[], wanted: number, total: number): TaskSlice {
  const tasks = rows.slice(0, wanted);
  const next = rows[wanted] ?? null;
  return { spec, tasks, total: next ? Math.max(total, rows.length) : tasks.length, next };
}

async function fetchFirstPage(org: string, spec: SliceSpec, limit: number, signal: AbortSignal) {
  if (spec.order !== "due") {
    return requestCounted(tasksOf(org, { ...spec, count: "exact", limit, signal }));
  }
  const [dated, undated] = phasesByDueDate(spec);
  const first = dated
    ? await requestCounted(tasksOf(org, { ...dated, count: "exact", limit, signal }))
    : { rows: [], total: 0 };
  if (!undated) return first;
  const room = limit - first.rows.length;
  const rest =
    room > 0
      ? await requestCounted(tasksOf(org, { ...undated, count: "exact", limit: room, signal }))
      : { rows: [], total: await fetchCount(org, undated.conditions, signal) };
  return { rows: [...first.rows, ...rest.rows], total: first.total + rest.total };
}

/** The page after a task, or the first one. */
async function fetchPage(
  org: string,
  spec: SliceSpec,
  after: BoardTask | undefined,
  limit: number,
  signal?: AbortSignal,
): Promise<BoardTask[]> {
  if (spec.order !== "due") return request(tasksOf(org, { ...spec, after, limit, signal }));
  const [dated, undated] = phasesByDueDate(spec);
  const isPast = after !== undefined && after.due_date === null;
  const rows =
    dated && !isPast ? await request(tasksOf(org, { ...dated, after, limit, signal })) : [];
  if (!undated || rows.length === limit) return rows;
  const rest = await request(
    tasksOf(org, {
      ...undated,
      after: isPast ? after : undefined,
      limit: limit - rows.length,
      signal,
    }),
  );
  return [...rows, ...rest];
}

/**
 * Tasks with a due date and those without, asked for one after the other: an index gives nulls at one end only,
 * and here they come last whichever way. Without a due date the id decides.
 */
function phasesByDueDate(spec: SliceSpec): [SliceSpec | undefined, SliceSpec | undefined] {
  const about = spec.conditions.filter((each) => "column" in each && each.column === "due_date");
  const needsDay = about.some(
    (each) => each.is === "between" || (each.is === "given" && each.isGiven),
  );
  const needsNone = about.some((each) => each.is === "given" && !each.isGiven);
  const with_ = (isGiven: boolean): SliceSpec => ({
    ...spec,
    conditions: [...spec.conditions, { is: "given", column: "due_date", isGiven }],
  });
  return [needsNone ? undefined : with_(true), needsDay ? undefined : with_(false)];
}

interface TaskRequest extends SliceSpec {
  after?: BoardTask | undefined;
  limit: number;
  count?: "exact";
  signal?: AbortSignal | undefined;
}

const orderColumns = {
  position: "position",
  created: "created_at",
  updated: "updated_at",
  due: "due_date",
  priority: "priority_rank",
} as const;

/** One page of tasks, not sent yet. The bare bound beside the cursor's `or` lets the index scan start right there. */
function tasksOf(org: string, { count, limit, signal, ...wanted }: TaskRequest) {
  const { order, direction, after, conditions } = wanted;
  const column = orderColumns[order];
  const ascending = direction === "asc";
  let query = supabase
    .from("tasks")
    .select(withJoins(cardColumns, conditions), count ? { count } : {})
    .eq("organization_id", org);
  query = narrow(query, conditions);
  const value = after && cursorValue(after, order);
  const [than, thanOrAt] = ascending ? (["gt", "gte"] as const) : (["lt", "lte"] as const);
  if (after && value !== null) {
    query = query
      .filter(column, thanOrAt, value)
      .or(
        `${column}.${than}.${quoted(String(value))},and(${column}.eq.${quoted(String(value))},id.${than}.${after.id})`,
      );
  } else if (after) {
    query = query.filter("id", than, after.id);
  }
  const ordered = query.order(column, { ascending }).order("id", { ascending }).limit(limit);
  return signal ? ordered.abortSignal(signal) : ordered;
}

function cursorValue(task: BoardTask, order: SliceSpec["order"]): string | number | null {
  if (order === "priority") return priorityRank(task);
  if (order === "created") return task.created_at;
  if (order === "updated") return task.updated_at;
  return order === "due" ? task.due_date : task.position;
}

/** How many tasks there are, and none of them. */
async function fetchCount(
  org: string,
  conditions: readonly Condition[],
  signal: AbortSignal,
): Promise<number> {
  const query = supabase
    .from("tasks")
    .select(withJoins("id", conditions), { count: "exact", head: true })
    .eq("organization_id", org);
  const { total } = await requestCounted(narrow(query, conditions).abortSignal(signal));
  return total;
}

/** The columns, and whatever the conditions need beside them. The type stays: an empty join adds nothing to a row. */
function withJoins<Columns extends string>(
  columns: Columns,
  conditions: readonly Condition[],
): Columns {
  const needed = new Set(conditions.flatMap(({ is }) => joins[is] ?? []));
  return [columns, ...needed].join(", ") as Columns;
}

// More than lists show, and by name what they know already.
const exportColumns =
  "id, number, title, description, status, priority, assignee_id, reporter_id, start_date, due_date, estimate_minutes, completed_at, archived_at, created_at, updated_at, project:projects(key, name), state:project_statuses(name), labels:task_labels(label_id)" as const;

export type ExportedTask = Awaited<ReturnType<typeof fetchExportPage>>[number];

/**
 * Every task that fulfils the conditions, a page at a time, in the order in which they were created: the one order
 * that no change touches, so that none is missed or comes twice while others work.
 */
export async function* fetchForExport(
  org: string,
  conditions: readonly Condition[],
  signal: AbortSignal,
): AsyncGenerator<ExportedTask[]> {
  let last: ExportedTask | undefined;
  for (;;) {
    const rows = await fetchExportPage(org, conditions, last, signal);
    yield rows;
    last = rows.at(-1);
    if (rows.length < maxPage) return;
  }
}

function fetchExportPage(
  org: string,
  conditions: readonly Condition[],
  after: Pick<BoardTask, "id" | "created_at"> | undefined,
  signal: AbortSignal,
) {
  let query = supabase
    .from("tasks")
    .select(withJoins(exportColumns, conditions))
    .eq("organization_id", org);
  query = narrow(query, conditions);
  if (after) {
    const created = quoted(after.created_at);
    query = query
      .gte("created_at", after.created_at)
      .or(`created_at.gt.${created},and(created_at.eq.${created},id.gt.${after.id})`);
  }
  return request(query.order("created_at").order("id").limit(maxPage).abortSignal(signal));
}

/** What a request must be able to do to be narrowed. */
interface Narrowable {
  in(column: string, values: readonly unknown[]): this;
  is(column: string, value: null): this;
  not(column: string, operator: string, value: null): this;
  filter(column: string, operator: string, value: unknown): this;
  or(filters: string): this;
}

/** The conditions in the words of PostgREST. */
function narrow<Query extends Narrowable>(query: Query, conditions: readonly Condition[]): Query {
  return conditions.reduce((narrowed, condition) => narrowBy(narrowed, condition), query);
}

function narrowBy<Query extends Narrowable>(query: Query, condition: Condition): Query {
  switch (condition.is) {
    case "one-of": {
      const { column, values, orNone } = condition;
      if (!orNone) return query.in(column, values);
      if (values.length === 0) return query.is(column, null);
      return query.or(`${column}.is.null,${column}.in.(${values.map(quoted).join(",")})`);
    }
    case "between": {
      const { column, from, to } = condition;
      const begun = from === null ? query : query.filter(column, "gte", from);
      return to === null ? begun : begun.filter(column, "lte", to);
    }
    case "given":
      return condition.isGiven
        ? query.not(condition.column, "is", null)
        : query.is(condition.column, null);
    case "category":
      return query.in("by_status.category", condition.values).not("by_status", "is", null);
    case "in-live-project":
      return query.is("by_project.archived_at", null).not("by_project", "is", null);
    case "text": {
      const number = numberIn(condition.text);
      const inTitle = `title.ilike.${quoted(`*${condition.text.replaceAll(/[\\%_]/g, "\\$&")}*`)}`;
      return query.or(number === undefined ? inTitle : `${inTitle},number.eq.${number}`);
    }
    case "labelled":
      return query.in("by_label.label_id", condition.values).not("by_label", "is", null);
    case "watched":
      return query.in("by_watcher.user_id", [condition.by]).not("by_watcher", "is", null);
  }
}

/** The tasks of these ids that the person may see. Fewer come back when some are gone or hidden. */
export function fetchTasksByIds(org: string, ids: readonly string[], signal?: AbortSignal) {
  let query = supabase
    .from("tasks")
    .select(cardColumns)
    .eq("organization_id", org)
    .in("id", [...ids])
    .limit(ids.length);
  if (signal) query = query.abortSignal(signal);
  return request(query);
}

/** One task in full; null when there is none that the person may see. */
function fetchTask(org: string, projectId: string, number: number, signal: AbortSignal) {
  return request(
    supabase
      .from("tasks")
      .select(detailColumns)
      .eq("organization_id", org)
      .eq("project_id", projectId)
      .eq("number", number)
      .abortSignal(signal)
      .maybeSingle(),
  );
}

function fetchLabels(org: string, signal: AbortSignal) {
  return request(
    supabase
      .from("labels")
      .select("id, name, colour")
      .eq("organization_id", org)
      .order("name")
      .order("id")
      .limit(maxLabels)
      .abortSignal(signal),
  );
}

const projectColumns = `id, key, name, colour, visibility, archived_at,
  statuses:project_statuses(id, key, name, category, position, wip_limit)` as const;

async function fetchProjects(org: string, ids: readonly string[], signal: AbortSignal) {
  const chunks = Array.from({ length: Math.ceil(ids.length / maxIdsPerRequest) }, (_, index) =>
    ids.slice(index * maxIdsPerRequest, (index + 1) * maxIdsPerRequest),
  );
  const answers = await Promise.all(
    chunks.map((chunk) =>
      request(
        supabase
          .from("projects")
          .select(projectColumns)
          .eq("organization_id", org)
          .in("id", chunk)
          .order("position", { referencedTable: "project_statuses" })
          .limit(chunk.length)
          .abortSignal(signal),
      ),
    ),
  );
  return answers.flat();
}

/** The project of a task that is open; null when there is none that the person may see. */
function fetchProject(org: string, key: string, signal: AbortSignal) {
  return request(
    supabase
      .from("projects")
      .select(projectColumns)
      .eq("organization_id", org)
      .eq("key", key)
      .order("position", { referencedTable: "project_statuses" })
      .abortSignal(signal)
      .maybeSingle(),
  );
}

import type { Database } from "@flowdesk/types/database.types";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { anywhere, olderThan, quoted } from "#/lib/filters.ts";
import { request, requestCounted } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";
import { fetchTaskStatistics } from "#/lib/task-statistics.ts";
import type { ProjectFilter } from "./project-filter.ts";

const pageSize = 50;
const sidebarSize = 30;
// As many as one answer of the API holds.
const exportSize = 1_000;
// What the palette searches in; as many as one answer of the API holds.
const maxNames = 1_000;
const maxClients = 1_000;
// A board with more columns than this is not a board.
const maxStatuses = 50;

const listColumns =
  "id, key, name, colour, status, visibility, lead_id, due_date, archived_at, created_at, updated_at, version" as const;

/** A project as lists show it. */
export type ProjectRow = Pick<
  Database["public"]["Tables"]["projects"]["Row"],
  | "id"
  | "key"
  | "name"
  | "colour"
  | "status"
  | "visibility"
  | "lead_id"
  | "due_date"
  | "archived_at"
  | "created_at"
  | "updated_at"
  | "version"
>;
/** A project with what its pages need to know of it. */
export type Project = NonNullable<Awaited<ReturnType<typeof fetchProjectByKey>>>;
/** How many of a project's tasks there are, and how many of them are not complete. */
export interface Progress {
  open: number;
  total: number;
}

/** Where the next page begins: after this row. */
type Cursor = Pick<ProjectRow, "id" | "name" | "created_at"> | undefined;

export const projectQueries = {
  all: (org: string) => ["org", org, "projects"] as const,
  list: (org: string, filter: ProjectFilter) =>
    infiniteQueryOptions({
      queryKey: [...projectQueries.all(org), "list", filter] as const,
      queryFn: ({ signal, pageParam }) => fetchProjects(org, filter, pageParam, signal),
      initialPageParam: undefined as Cursor,
      getNextPageParam: (page): Cursor => (page.length < pageSize ? undefined : page.at(-1)),
    }),
  sidebar: (org: string) =>
    queryOptions({
      queryKey: [...projectQueries.all(org), "sidebar"] as const,
      queryFn: ({ signal }) => fetchProjectNames(org, sidebarSize, signal),
    }),
  names: (org: string) =>
    queryOptions({
      queryKey: [...projectQueries.all(org), "names"] as const,
      queryFn: ({ signal }) => fetchProjectNames(org, maxNames, signal),
      staleTime: 5 * 60_000,
    }),
  allProgress: (org: string) => [...projectQueries.all(org), "progress"] as const,
  /** Of every project that is not archived: from counters, however many tasks there are. */
  progressOfAll: (org: string) =>
    queryOptions({
      queryKey: [...projectQueries.allProgress(org), "all"] as const,
      queryFn: ({ signal }) => fetchProgressOfAll(org, signal),
    }),
  progress: (org: string, projectId: string) =>
    queryOptions({
      queryKey: [...projectQueries.allProgress(org), projectId] as const,
      queryFn: ({ signal }) => fetchProgress(org, projectId, signal),
    }),
  taskTotal: (org: string, projectId: string) =>
    queryOptions({
      queryKey: [...projectQueries.allProgress(org), "total", projectId] as const,
      queryFn: ({ signal }) => fetchTaskTotal(org, projectId, signal),
      staleTime: 0,
    }),
  /** Whom projects can be for; of use to those who hold clients.read. */
  clients: (org: string) =>
    queryOptions({
      queryKey: ["org", org, "clients", "names"] as const,
      queryFn: ({ signal }) => fetchClientNames(org, signal),
    }),
  byKey: (org: string, key: string) =>
    queryOptions({
      queryKey: [...projectQueries.all(org), "key", key] as const,
      queryFn: ({ signal }) => fetchProjectByKey(org, key, signal),
    }),
};

/** All projects that the filter leaves, a page at a time. */
export async function* fetchForExport(org: string, filter: ProjectFilter, signal: AbortSignal) {
  let last: Cursor;
  for (;;) {
    const rows = await fetchProjects(org, filter, last, signal, exportSize);
    yield rows;
    last = rows.at(-1);
    if (rows.length < exportSize) return;
  }
}

/** One page; the bare comparison beside the cursor's `or` lets the index scan start in the right place. */
function fetchProjects(
  org: string,
  filter: ProjectFilter,
  after: Cursor,
  signal: AbortSignal,
  size = pageSize,
) {
  const { q, status, lead, archived, order } = filter;
  let query = supabase
    .from("projects")
    .select(listColumns)
    .eq("organization_id", org)
    .limit(size)
    .abortSignal(signal);
  if (q) query = query.or(`name.ilike.${anywhere(q)},key.ilike.${anywhere(q)}`);
  if (status) query = query.eq("status", status);
  if (lead) query = query.eq("lead_id", lead);
  if (archived === "no") query = query.is("archived_at", null);
  if (archived === "only") query = query.not("archived_at", "is", null);
  if (order === "newest") {
    query = query.order("created_at", { ascending: false }).order("id", { ascending: false });
    if (after) {
      query = query.lte("created_at", after.created_at).or(olderThan(after));
    }
  } else {
    query = query.order("name").order("id");
    if (after) {
      const name = quoted(after.name);
      query = query
        .gte("name", after.name)
        .or(`name.gt.${name},and(name.eq.${name},id.gt.${after.id})`);
    }
  }
  return request(query);
}

/** The first projects by name that are not archived. */
function fetchProjectNames(org: string, limit: number, signal: AbortSignal) {
  return request(
    supabase
      .from("projects")
      .select("id, key, name, colour")
      .eq("organization_id", org)
      .is("archived_at", null)
      .order("name")
      .order("id")
      .limit(limit)
      .abortSignal(signal),
  );
}

async function fetchProgressOfAll(org: string, signal: AbortSignal) {
  const { by_project } = await fetchTaskStatistics(org, signal);
  return new Map(
    by_project.map(({ project_id, open, total }): [string, Progress] => [
      project_id,
      { open, total },
    ]),
  );
}

/** How far one project has come, also an archived one. Archived tasks count for nothing. */
async function fetchProgress(org: string, projectId: string, signal: AbortSignal) {
  const project = await request(
    supabase
      .from("projects")
      .select("open:tasks(count), all:tasks(count)")
      .eq("organization_id", org)
      .eq("id", projectId)
      .is("open.completed_at", null)
      .is("open.archived_at", null)
      .is("all.archived_at", null)
      .abortSignal(signal)
      .maybeSingle(),
  );
  const progress: Progress = {
    open: project?.open[0]?.count ?? 0,
    total: project?.all[0]?.count ?? 0,
  };
  return progress;
}

/** By name; an archived one still stands on the projects that were for it. */
function fetchClientNames(org: string, signal: AbortSignal) {
  return request(
    supabase
      .from("clients")
      .select("id, name, archived_at")
      .eq("organization_id", org)
      .order("name")
      .order("id")
      .limit(maxClients)
      .abortSignal(signal),
  );
}

/** All tasks of a project, archived ones too. */
async function fetchTaskTotal(org: string, projectId: string, signal: AbortSignal) {
  const { total } = await requestCounted(
    supabase
      .from("tasks")
      .select("id", { count: "exact", head: true })
      .eq("organization_id", org)
      .eq("project_id", projectId)
      .abortSignal(signal),
  );
  return total;
}

/** The project with its statuses in order; null when there is none that the person may see. */
async function fetchProjectByKey(org: string, key: string, signal: AbortSignal) {
  const project = await request(
    supabase
      .from("projects")
      .select(
        `id, key, name, description, colour, status, visibility, lead_id, start_date, due_date,
         client_id, budget_minutes, archived_at, version,
         statuses:project_statuses(id, key, name, category, position, wip_limit, version)`,
      )
      .eq("organization_id", org)
      .eq("key", key)
      .order("position", { referencedTable: "project_statuses" })
      .limit(maxStatuses, { referencedTable: "project_statuses" })
      .abortSignal(signal)
      .maybeSingle(),
  );
  return project;
}

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";
import { addDays } from "#/lib/zoned.ts";

const pageSize = 50;
// A week in which somebody began more pieces of work than this was not worked.
const maxPerWeek = 1_000;
const recentSize = 40;
// A project's newest open tasks; for others the task's own page has a button.
const maxTasks = 200;
const longestMs = 24 * 3_600_000;

const entryColumns =
  `id, project_id, task_id, user_id, description, started_at, ended_at, is_billable, version,
  projects(key, name, colour, archived_at), tasks(number, title)` as const;

interface Work {
  key: string;
  name: string;
  colour: string;
  archived_at: string | null;
}

/** What somebody worked on, from when to when. */
export interface TimeEntry {
  id: string;
  project_id: string;
  task_id: string | null;
  user_id: string;
  description: string;
  started_at: string;
  /** Null while the timer runs. */
  ended_at: string | null;
  is_billable: boolean;
  version: number;
  /** Null where the project has since been hidden from its own worker. */
  projects: Work | null;
  tasks: { number: number; title: string } | null;
}

/** A person's timer, in whatever organization it runs. */
export interface RunningTimer extends TimeEntry {
  organization_id: string;
  organizations: { name: string; slug: string } | null;
}

/** Which entries a list shows. Days are those of the organization's zone; moments by the time they get here. */
export interface EntryFilter {
  /** Null is everybody. */
  user: string | null;
  project: string | undefined;
  billable: boolean | undefined;
  from: string | undefined;
  until: string | undefined;
}

type Cursor = Pick<TimeEntry, "id" | "started_at"> | undefined;

export const timeQueries = {
  all: (org: string) => ["org", org, "time"] as const,
  /** Not below an organization: one has one timer, wherever it runs. */
  timer: (userId: string) =>
    queryOptions({
      queryKey: ["me", "timer", userId] as const,
      queryFn: ({ signal }) => fetchTimer(userId, signal),
      refetchOnWindowFocus: "always",
    }),
  sheet: (org: string, userId: string, week: string) =>
    queryOptions({
      queryKey: [...timeQueries.all(org), "sheet", userId, week] as const,
      queryFn: ({ signal }) => fetchSheet(org, userId, week, signal),
    }),
  week: (org: string, userId: string, range: { start: number; end: number }) =>
    queryOptions({
      queryKey: [...timeQueries.all(org), "week", userId, range] as const,
      queryFn: ({ signal }) => fetchWeek(org, userId, range, signal),
    }),
  entries: (org: string, filter: EntryFilter) =>
    infiniteQueryOptions({
      queryKey: [...timeQueries.all(org), "entries", filter] as const,
      queryFn: ({ signal, pageParam }) => fetchEntries(org, filter, pageParam, signal),
      initialPageParam: undefined as Cursor,
      getNextPageParam: (page): Cursor => (page.length < pageSize ? undefined : page.at(-1)),
    }),
  recent: (org: string, userId: string) =>
    queryOptions({
      queryKey: [...timeQueries.all(org), "recent", userId] as const,
      queryFn: ({ signal }) => fetchRecent(org, userId, signal),
    }),
  tasks: (org: string, projectId: string | undefined) =>
    queryOptions({
      queryKey: ["org", org, "tasks", "for-time", projectId] as const,
      queryFn: ({ signal }) => fetchTasks(org, projectId ?? "", signal),
      enabled: projectId !== undefined,
    }),
};

function fetchTimer(userId: string, signal: AbortSignal): Promise<RunningTimer | null> {
  return request(
    supabase
      .from("time_entries")
      .select(`organization_id, organizations(name, slug), ${entryColumns}`)
      .eq("user_id", userId)
      .is("ended_at", null)
      .limit(1)
      .abortSignal(signal)
      .maybeSingle(),
  );
}

/** The database's own figures of a week, which know of every change of the clocks. */
async function fetchSheet(org: string, userId: string, week: string, signal: AbortSignal) {
  return request(
    supabase
      .rpc("timesheet", { organization_id: org, user_id: userId, week_start: week })
      .abortSignal(signal),
  );
}

/** What a person's days hold, with what began the evening before. */
function fetchWeek(
  org: string,
  userId: string,
  { start, end }: { start: number; end: number },
  signal: AbortSignal,
): Promise<TimeEntry[]> {
  return request(
    supabase
      .from("time_entries")
      .select(entryColumns)
      .eq("organization_id", org)
      .eq("user_id", userId)
      .gt("started_at", new Date(start - longestMs).toISOString())
      .lt("started_at", new Date(end).toISOString())
      .order("started_at")
      .order("id")
      .limit(maxPerWeek)
      .abortSignal(signal),
  );
}

/** One page, the newest first; the bare `lte` beside the cursor's `or` lets the index scan start in the right place. */
function fetchEntries(
  org: string,
  filter: EntryFilter,
  after: Cursor,
  signal: AbortSignal,
): Promise<TimeEntry[]> {
  let query = supabase
    .from("time_entries")
    .select(entryColumns)
    .eq("organization_id", org)
    .order("started_at", { ascending: false })
    .order("id", { ascending: false })
    .limit(pageSize)
    .abortSignal(signal);
  if (filter.user !== null) query = query.eq("user_id", filter.user);
  if (filter.project) query = query.eq("project_id", filter.project);
  if (filter.billable !== undefined) query = query.eq("is_billable", filter.billable);
  if (filter.from) query = query.gte("started_at", filter.from);
  if (filter.until) query = query.lt("started_at", filter.until);
  if (after) {
    const { id, started_at } = after;
    query = query
      .lte("started_at", started_at)
      .or(`started_at.lt."${started_at}",and(started_at.eq."${started_at}",id.lt.${id})`);
  }
  return request(query);
}

/** What one worked on last, each once. */
async function fetchRecent(org: string, userId: string, signal: AbortSignal): Promise<TimeEntry[]> {
  const rows: TimeEntry[] = await request(
    supabase
      .from("time_entries")
      .select(entryColumns)
      .eq("organization_id", org)
      .eq("user_id", userId)
      .order("started_at", { ascending: false })
      .order("id", { ascending: false })
      .limit(recentSize)
      .abortSignal(signal),
  );
  const works = new Map<string, TimeEntry>();
  for (const row of rows) {
    const work = JSON.stringify([row.project_id, row.task_id, row.description]);
    if (!works.has(work) && row.projects && row.projects.archived_at === null) works.set(work, row);
  }
  return [...works.values()];
}

function fetchTasks(org: string, projectId: string, signal: AbortSignal) {
  return request(
    supabase
      .from("tasks")
      .select("id, number, title")
      .eq("organization_id", org)
      .eq("project_id", projectId)
      .is("completed_at", null)
      .is("archived_at", null)
      .order("number", { ascending: false })
      .limit(maxTasks)
      .abortSignal(signal),
  );
}

/** The seven days from `week` on. */
export function daysOf(week: string): string[] {
  return [0, 1, 2, 3, 4, 5, 6].map((count) => addDays(week, count));
}

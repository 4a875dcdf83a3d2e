import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { quoted } from "#/lib/filters.ts";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";
import { numberIn } from "../filters/conditions.ts";

/*
 * What a task is tied to: its parts, the task that it is a part of, what it waits for and what waits for it, its labels,
 * and who watches it. Asked for by the panel alone.
 */

const linkColumns =
  "id, project_id, number, title, status, completed_at, project:projects(key, project_statuses(key, name, category, position))" as const;
// What one panel can show; more than this is a project of its own.
const maxLinks = 200;
const maxFound = 20;

export type Relations = Awaited<ReturnType<typeof fetchRelations>>;
export type LinkedTask = Awaited<ReturnType<typeof fetchSubtasks>>[number];

export const relationQueries = {
  all: (org: string) => ["org", org, "task-relations"] as const,
  of: (org: string, taskId: string) =>
    queryOptions({
      queryKey: [...relationQueries.all(org), "of", taskId] as const,
      queryFn: ({ signal }) => fetchRelations(org, taskId, signal),
    }),
  subtasks: (org: string, taskId: string) =>
    queryOptions({
      queryKey: [...relationQueries.all(org), "subtasks", taskId] as const,
      queryFn: ({ signal }) => fetchSubtasks(org, taskId, signal),
    }),
  /** The task that another is a part of; null where there is none. */
  linked: (org: string, id: string) =>
    queryOptions({
      queryKey: [...relationQueries.all(org), "linked", id] as const,
      queryFn: ({ signal }) => fetchLinked(org, id, signal),
    }),
  /** Tasks that a few letters or a key mean, in one project or in all. */
  found: (org: string, typed: string, projectId?: string) =>
    queryOptions({
      queryKey: [...relationQueries.all(org), "found", typed, projectId] as const,
      queryFn: ({ signal }) => findTasks(org, typed, projectId, signal),
      placeholderData: keepPreviousData,
    }),
};

async function fetchRelations(org: string, taskId: string, signal: AbortSignal) {
  const row = await request(
    supabase
      .from("tasks")
      .select(
        `id, open_blockers,
        labels:task_labels(label_id),
        watchers:task_watchers(user_id),
        waits_for:task_dependencies!task_dependencies_task_id_fkey(
          task:tasks!task_dependencies_depends_on_id_fkey(${linkColumns})
        ),
        awaited_by:task_dependencies!task_dependencies_depends_on_id_fkey(
          task:tasks!task_dependencies_task_id_fkey(${linkColumns})
        )`,
      )
      .eq("organization_id", org)
      .eq("id", taskId)
      .limit(maxLinks, { referencedTable: "waits_for" })
      .limit(maxLinks, { referencedTable: "awaited_by" })
      .abortSignal(signal)
      .maybeSingle(),
  );
  return {
    openBlockers: row?.open_blockers ?? 0,
    labelIds: row?.labels.map(({ label_id }) => label_id) ?? [],
    watcherIds: row?.watchers.map(({ user_id }) => user_id) ?? [],
    waitsFor: row?.waits_for.map(({ task }) => task) ?? [],
    awaitedBy: row?.awaited_by.map(({ task }) => task) ?? [],
  };
}

function fetchSubtasks(org: string, taskId: string, signal: AbortSignal) {
  return request(
    supabase
      .from("tasks")
      .select(linkColumns)
      .eq("organization_id", org)
      .eq("parent_id", taskId)
      .order("number")
      .limit(maxLinks)
      .abortSignal(signal),
  );
}

function fetchLinked(org: string, id: string, signal: AbortSignal) {
  return request(
    supabase
      .from("tasks")
      .select(linkColumns)
      .eq("organization_id", org)
      .eq("id", id)
      .abortSignal(signal)
      .maybeSingle(),
  );
}

function findTasks(org: string, typed: string, projectId: string | undefined, signal: AbortSignal) {
  let query = supabase
    .from("tasks")
    .select(linkColumns)
    .eq("organization_id", org)
    .is("archived_at", null);
  if (projectId) query = query.eq("project_id", projectId);
  if (typed) {
    const number = numberIn(typed);
    const inTitle = `title.ilike.${quoted(`*${typed.replaceAll(/[\\%_]/g, "\\$&")}*`)}`;
    query = query.or(number === undefined ? inTitle : `${inTitle},number.eq.${number}`);
  }
  return request(
    query
      .order("updated_at", { ascending: false })
      .order("id", { ascending: false })
      .limit(maxFound)
      .abortSignal(signal),
  );
}

/** "ACME-42". */
export function linkedKey({ project, number }: Pick<LinkedTask, "project" | "number">): string {
  return `${project.key}-${number}`;
}

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { olderThan } from "#/lib/filters.ts";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";

export const commentColumns =
  "id, task_id, author_id, body, edited_at, created_at, version" as const;
const pageSize = 30;
// More than anybody edits one text.
const maxRevisions = 100;

export type Comment = Awaited<ReturnType<typeof fetchPage>>[number];

interface Cursor {
  created_at: string;
  id: string;
}

export const commentQueries = {
  all: (org: string) => ["org", org, "comments"] as const,
  /** The newest page first; each further one is older. */
  ofTask: (org: string, taskId: string) =>
    infiniteQueryOptions({
      queryKey: [...commentQueries.all(org), "task", taskId] as const,
      queryFn: ({ pageParam, signal }) => fetchPage(org, taskId, pageParam, signal),
      initialPageParam: null as Cursor | null,
      getNextPageParam: (page): Cursor | null => {
        const last = page.length < pageSize ? undefined : page.at(-1);
        return last ? { created_at: last.created_at, id: last.id } : null;
      },
    }),
  revisions: (org: string, commentId: string) =>
    queryOptions({
      queryKey: [...commentQueries.all(org), "revisions", commentId] as const,
      queryFn: ({ signal }) => fetchRevisions(org, commentId, signal),
    }),
};

function fetchPage(org: string, taskId: string, before: Cursor | null, signal: AbortSignal) {
  let query = supabase
    .from("comments")
    .select(commentColumns)
    .eq("organization_id", org)
    .eq("task_id", taskId);
  if (before) {
    query = query.lte("created_at", before.created_at).or(olderThan(before));
  }
  return request(
    query
      .order("created_at", { ascending: false })
      .order("id", { ascending: false })
      .limit(pageSize)
      .abortSignal(signal),
  );
}

/** What a comment said before, the latest first. */
function fetchRevisions(org: string, commentId: string, signal: AbortSignal) {
  return request(
    supabase
      .from("comment_revisions")
      .select("comment_version, body, written_at")
      .eq("organization_id", org)
      .eq("comment_id", commentId)
      .order("comment_version", { ascending: false })
      .limit(maxRevisions)
      .abortSignal(signal),
  );
}

import { attachmentsBucket, savingUnder } from "@flowdesk/types/attachments";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { AppError } from "#/lib/app-error.ts";
import { olderThan } from "#/lib/filters.ts";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";

const columns =
  "id, task_id, comment_id, name, path, mime_type, size_bytes, uploaded_by, uploaded_at, created_at, version" as const;
const pageSize = 50;
// A signed address tells nobody for long what it leads to; pages ask anew a minute before it ends.
const signedSeconds = 300;

export type Attachment = Awaited<ReturnType<typeof fetchPage>>[number];

export const attachmentQueries = {
  all: (org: string) => ["org", org, "attachments"] as const,
  /** The files of a task and of its comments that have arrived, the newest first. */
  ofTask: (org: string, taskId: string) =>
    infiniteQueryOptions({
      queryKey: [...attachmentQueries.all(org), "task", taskId] as const,
      queryFn: ({ pageParam, signal }) => fetchPage(org, taskId, pageParam, signal),
      initialPageParam: null as Cursor | null,
      getNextPageParam: (page): Cursor | null => {
        const last = page.length < pageSize ? undefined : page.at(-1);
        return last ? { created_at: last.created_at, id: last.id } : null;
      },
    }),
  /** One that a text names; null where it is gone or out of sight. */
  one: (org: string, id: string) =>
    queryOptions({
      queryKey: [...attachmentQueries.all(org), "one", id] as const,
      queryFn: ({ signal }) => fetchAttachment(org, id, signal),
      staleTime: 60_000,
    }),
  /** Where the bytes are, for a few minutes. */
  url: (org: string, path: string) =>
    queryOptions({
      // Not below `all`: a file never changes, so no event makes its address stale.
      queryKey: ["org", org, "attachment-urls", path] as const,
      queryFn: () => fetchSignedUrl(path),
      staleTime: (signedSeconds - 60) * 1000,
      gcTime: signedSeconds * 1000,
      refetchInterval: (signedSeconds - 60) * 1000,
    }),
};

interface Cursor {
  created_at: string;
  id: string;
}

function fetchPage(org: string, taskId: string, before: Cursor | null, signal: AbortSignal) {
  let query = supabase
    .from("attachments")
    .select(columns)
    .eq("organization_id", org)
    .eq("task_id", taskId)
    .not("uploaded_at", "is", null);
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

function fetchAttachment(org: string, id: string, signal: AbortSignal) {
  return request(
    supabase
      .from("attachments")
      .select(columns)
      .eq("organization_id", org)
      .eq("id", id)
      .not("uploaded_at", "is", null)
      .abortSignal(signal)
      .maybeSingle(),
  );
}

/** With a name the address saves the file under it instead of showing it. */
export async function fetchSignedUrl(path: string, name?: string): Promise<string> {
  const { data, error } = await supabase.storage
    .from(attachmentsBucket)
    .createSignedUrl(path, signedSeconds);
  if (!error) return name === undefined ? data.signedUrl : savingUnder(data.signedUrl, name);
  const status = Number("status" in error ? error.status : 0) || 0;
  throw new AppError({
    code: status === 0 ? "network" : "not_found",
    message: error.message,
    status,
  });
}

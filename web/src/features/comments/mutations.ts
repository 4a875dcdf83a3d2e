import {
  type QueryClient,
  useMutation,
  useMutationState,
  useQueryClient,
} from "@tanstack/react-query";
import { AppError } from "#/lib/app-error.ts";
import { unlessChanged } from "#/lib/changed-meanwhile.ts";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";
import { CommentConflict } from "./comment-conflict.ts";
import { type CommentPages, withComment, withoutComment } from "./comment-pages.ts";
import { type Comment, commentColumns, commentQueries } from "./queries.ts";

interface NewComment {
  taskId: string;
  body: string;
}

/** Says something about a task. */
export function useAddComment(org: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationKey: additionKey(org),
    mutationFn: ({ taskId, body }: NewComment) =>
      request(
        supabase
          .from("comments")
          .insert({ organization_id: org, task_id: taskId, body })
          .select(commentColumns)
          .single(),
      ),
    onSuccess: (comment) =>
      changePages(queryClient, org, comment.task_id, (pages) => withComment(pages, comment)),
  });
}

/** What was sent about a task and has no answer yet. */
export function useCommentsOnTheirWay(org: string, taskId: string): { id: number; body: string }[] {
  const sent = useMutationState({
    filters: { mutationKey: additionKey(org), status: "pending" },
    select: ({ mutationId, state }) => ({
      id: mutationId,
      // The key is that of `useAddComment` alone.
      comment: state.variables as NewComment,
    }),
  });
  return sent.flatMap(({ id, comment }) =>
    comment.taskId === taskId ? [{ id, body: comment.body }] : [],
  );
}

/** Changes what one said, if it is still what one saw; else a CommentConflict says what it is now. */
export function useEditComment(org: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ seen, body }: { seen: Pick<Comment, "id" | "version">; body: string }) =>
      writeComment(org, seen, body),
    onSuccess: (comment) => {
      changePages(queryClient, org, comment.task_id, (pages) => withComment(pages, comment));
      return queryClient.invalidateQueries({
        queryKey: commentQueries.revisions(org, comment.id).queryKey,
      });
    },
    onError: (error) => {
      if (!(error instanceof CommentConflict)) return;
      const { current } = error;
      changePages(queryClient, org, current.task_id, (pages) => withComment(pages, current));
    },
  });
}

/** Deletes a comment with its history. */
export function useDeleteComment(org: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ id }: Pick<Comment, "id" | "task_id">) =>
      unlessChanged(
        await request(
          supabase
            .from("comments")
            .delete()
            .eq("organization_id", org)
            .eq("id", id)
            .select("id")
            .maybeSingle(),
        ),
      ),
    onSuccess: (_row, { id, task_id }) =>
      changePages(queryClient, org, task_id, (pages) => withoutComment(pages, id)),
    onError: () => queryClient.invalidateQueries({ queryKey: commentQueries.all(org) }),
  });
}

async function writeComment(
  org: string,
  seen: Pick<Comment, "id" | "version">,
  body: string,
): Promise<Comment> {
  const written = await request(
    supabase
      .from("comments")
      .update({ body })
      .eq("organization_id", org)
      .eq("id", seen.id)
      .eq("version", seen.version)
      .select(commentColumns)
      .maybeSingle(),
  );
  if (written) return written;
  const current = await request(
    supabase
      .from("comments")
      .select(commentColumns)
      .eq("organization_id", org)
      .eq("id", seen.id)
      .maybeSingle(),
  );
  if (!current) {
    throw new AppError({ code: "not_found", message: "The comment is gone.", status: 404 });
  }
  if (current.version !== seen.version) throw new CommentConflict(current);
  throw new AppError({
    code: "permission_denied",
    message: "You are not allowed to change this comment.",
    status: 403,
  });
}

function additionKey(org: string) {
  return ["org", org, "comments", "add"] as const;
}

function changePages(
  queryClient: QueryClient,
  org: string,
  taskId: string,
  change: (pages: CommentPages) => CommentPages,
): void {
  const { queryKey } = commentQueries.ofTask(org, taskId);
  queryClient.setQueryData<CommentPages>(queryKey, (pages) => pages && change(pages));
}

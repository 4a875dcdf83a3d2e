import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Avatar } from "#/components/ui/avatar.tsx";
import { Button } from "#/components/ui/button.tsx";
import { Markdown } from "#/components/ui/markdown.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { asAppError } from "#/lib/app-error.ts";
import { deleteLater, undoMs, useLeaving } from "#/lib/delete-later.ts";
import { describeError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { RegionFailed } from "#/lib/region-failed.tsx";
import type { CommentContext } from "./comment-context.ts";
import { inReadingOrder } from "./comment-pages.ts";
import { CommentComposer } from "./components/comment-composer.tsx";
import { CommentItem } from "./components/comment-item.tsx";
import { useCommentsOnTheirWay, useDeleteComment } from "./mutations.ts";
import { type Comment, commentQueries } from "./queries.ts";

/** What people say about a task, the newest at the end, and where one says something oneself. */
export function CommentSection({ context }: { context: CommentContext }) {
  const { t } = useTranslation();
  const { id: org, can } = useOrganization();
  const { taskId, userId, isArchived } = context;
  const list = useInfiniteQuery(commentQueries.ofTask(org, taskId));
  const onTheirWay = useCommentsOnTheirWay(org, taskId);
  const leaving = useLeaving();
  const { mutateAsync } = useDeleteComment(org);

  const canWrite = can("comments.write") && !isArchived;
  const isOwn = ({ author_id }: Comment) => author_id === userId;
  const canDelete = (comment: Comment) =>
    !isArchived && (can("comments.moderate") || (canWrite && isOwn(comment)));
  const comments = inReadingOrder(list.data).filter(({ id }) => !leaving.has(id));
  const myName = context.members.find(({ id }) => id === userId)?.name ?? "";

  const remove = (comment: Comment) => {
    const { undo } = deleteLater(comment.id, () =>
      mutateAsync(comment).catch((error: unknown) => {
        toast.error(describeError(asAppError(error), t));
      }),
    );
    toast.success(t("comments.deleted"), {
      duration: undoMs,
      action: { label: t("common.undo"), onClick: undo },
    });
  };

  return (
    <section aria-labelledby={`comments-${taskId}`} className="flex flex-col">
      <h2 id={`comments-${taskId}`} className="flex min-h-8 items-center text-sm font-strong">
        {t("comments.title")}
      </h2>
      {list.hasNextPage && (
        <Button
          variant="ghost"
          size="sm"
          className="self-start"
          pending={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t("comments.earlier")}
        </Button>
      )}
      {list.isPending ? (
        <Loading label={t("common.loading")} className="py-2">
          <Skeleton className="h-4 w-1/3" />
          <Skeleton className="mt-2 h-4 w-3/4" />
        </Loading>
      ) : list.isError ? (
        <RegionFailed error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <>
          {comments.length === 0 && onTheirWay.length === 0 && (
            <p className="pb-2 text-sm text-muted">
              {canWrite ? t("comments.emptyHint") : t("comments.empty")}
            </p>
          )}
          <div aria-live="polite" aria-relevant="additions">
            {comments.map((comment) => (
              <CommentItem
                key={comment.id}
                comment={comment}
                context={context}
                canEdit={canWrite && isOwn(comment)}
                onDelete={canDelete(comment) ? () => remove(comment) : undefined}
              />
            ))}
          </div>
          {onTheirWay.map(({ id, body }) => (
            <div key={id} className="flex gap-2.5 py-2 opacity-60">
              <Avatar name={myName} decorative />
              <div className="min-w-0 flex-1">
                <p className="text-xs text-muted">{t("comments.sending")}</p>
                <Markdown text={body} files={context.files} />
              </div>
            </div>
          ))}
        </>
      )}
      {canWrite && (
        <div className="pt-2">
          <CommentComposer key={taskId} context={context} />
        </div>
      )}
    </section>
  );
}

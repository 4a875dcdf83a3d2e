import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Dialog } from "#/components/ui/dialog.tsx";
import { Markdown } from "#/components/ui/markdown.tsx";
import type { MarkdownFiles } from "#/components/ui/markdown-files.ts";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { formatMoment } from "#/lib/format.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { type Comment, commentQueries } from "../queries.ts";

interface CommentHistoryProps {
  comment: Comment;
  author: string;
  files: MarkdownFiles;
  onClose: () => void;
}

/** What a comment says now and what it said before. */
export function CommentHistory({ comment, author, files, onClose }: CommentHistoryProps) {
  const { t } = useTranslation();
  const { id: org } = useOrganization();
  const revisions = useQuery(commentQueries.revisions(org, comment.id));
  const now = { body: comment.body, moment: comment.edited_at ?? comment.created_at };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("comments.history", { name: author })}
      closeLabel={t("common.close")}
    >
      <ol className="flex flex-col gap-4">
        <Version title={t("comments.now")} {...now} files={files} />
        {revisions.isPending ? (
          <Loading label={t("common.loading")}>
            <Skeleton className="h-4 w-2/3" />
          </Loading>
        ) : revisions.isError ? (
          <RegionFailed error={revisions.error} onRetry={() => void revisions.refetch()} />
        ) : (
          revisions.data.map(({ comment_version, body, written_at }) => (
            <Version
              key={comment_version}
              title={t("comments.before")}
              body={body}
              moment={written_at}
              files={files}
            />
          ))
        )}
      </ol>
    </Dialog>
  );
}

interface VersionProps {
  title: string;
  body: string;
  moment: string;
  files: MarkdownFiles;
}

function Version({ title, body, moment, files }: VersionProps) {
  const { i18n } = useTranslation();
  return (
    <li className="list-none border-l-2 border-hairline-strong pl-3">
      <p className="text-xs text-muted">
        {title} · <time dateTime={moment}>{formatMoment(moment, i18n.language)}</time>
      </p>
      <div className="mt-1 text-base">
        <Markdown text={body} files={files} />
      </div>
    </li>
  );
}

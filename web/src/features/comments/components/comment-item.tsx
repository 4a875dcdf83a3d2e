import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import { Menu, MenuItem } from "#/components/ui/dropdown-menu.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { Markdown } from "#/components/ui/markdown.tsx";
import { draftStore } from "#/lib/drafts.ts";
import { formatAgo, formatMoment } from "#/lib/format.ts";
import type { CommentContext } from "../comment-context.ts";
import type { Comment } from "../queries.ts";
import { CommentEdit } from "./comment-edit.tsx";
import { CommentHistory } from "./comment-history.tsx";

interface CommentItemProps {
  comment: Comment;
  context: CommentContext;
  canEdit: boolean;
  onDelete: (() => void) | undefined;
}

/** What one person said, and when. */
export function CommentItem({ comment, context, canEdit, onDelete }: CommentItemProps) {
  const { t, i18n } = useTranslation();
  // What was begun before the page was left goes on.
  const [isEditing, setEditing] = useState(
    () => canEdit && draftStore.get(`${context.userId}.edit.${comment.id}`) !== undefined,
  );
  const [isHistory, setHistory] = useState(false);
  const author =
    context.members.find(({ id }) => id === comment.author_id)?.name ?? t("tasks.formerMember");
  return (
    <article aria-label={t("comments.by", { name: author })} className="flex gap-2.5 py-2">
      <span className="pt-0.5">
        <Avatar name={author} decorative />
      </span>
      <div className="min-w-0 flex-1">
        <header className="flex min-h-7 items-center gap-x-2 text-sm">
          <span className="truncate font-strong">{author}</span>
          <time
            dateTime={comment.created_at}
            title={formatMoment(comment.created_at, i18n.language)}
            className="shrink-0 text-xs text-muted"
          >
            {formatAgo(comment.created_at, i18n.language)}
          </time>
          {comment.edited_at && (
            <button
              type="button"
              title={formatMoment(comment.edited_at, i18n.language)}
              onClick={() => setHistory(true)}
              className="shrink-0 rounded-[4px] text-xs text-muted underline-offset-2 hover:underline"
            >
              {t("comments.edited")}
            </button>
          )}
          {(canEdit || onDelete) && !isEditing && (
            <span className="ml-auto">
              <Menu
                align="end"
                trigger={
                  <IconButton
                    size="sm"
                    label={t("comments.actions", { name: author })}
                    icon={<Ellipsis />}
                  />
                }
              >
                {canEdit && (
                  <MenuItem onSelect={() => setEditing(true)}>
                    <Pencil aria-hidden />
                    {t("comments.editAction")}
                  </MenuItem>
                )}
                {onDelete && (
                  <MenuItem onSelect={onDelete}>
                    <Trash2 aria-hidden />
                    {t("comments.delete")}
                  </MenuItem>
                )}
              </Menu>
            </span>
          )}
        </header>
        {isEditing ? (
          <CommentEdit comment={comment} context={context} onDone={() => setEditing(false)} />
        ) : (
          <div className="text-base">
            <Markdown text={comment.body} files={context.files} />
          </div>
        )}
      </div>
      {isHistory && (
        <CommentHistory
          comment={comment}
          author={author}
          files={context.files}
          onClose={() => setHistory(false)}
        />
      )}
    </article>
  );
}

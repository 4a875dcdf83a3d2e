import { commentBodySchema } from "@flowdesk/types/comments";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { MarkdownEditor } from "#/components/ui/editor/markdown-editor.tsx";
import { Markdown } from "#/components/ui/markdown.tsx";
import { asAppError } from "#/lib/app-error.ts";
import { useDraft } from "#/lib/drafts.ts";
import { describeError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { CommentConflict } from "../comment-conflict.ts";
import type { CommentContext } from "../comment-context.ts";
import { useEditComment } from "../mutations.ts";
import type { Comment } from "../queries.ts";
import { maxCommentLength } from "./comment-composer.tsx";

interface CommentEditProps {
  comment: Comment;
  context: CommentContext;
  onDone: () => void;
}

/** Changes a comment. If another window was first, both texts are shown and one chooses. */
export function CommentEdit({ comment, context, onDone }: CommentEditProps) {
  const { t } = useTranslation();
  const { id: org } = useOrganization();
  const { draft, write, discard } = useDraft(`${context.userId}.edit.${comment.id}`);
  const begin = { base: comment.body, version: comment.version };
  const [start] = useState(draft ?? begin);
  const text = draft?.text ?? comment.body;
  const { mutateAsync, isPending } = useEditComment(org);
  const isOvertaken = comment.body !== start.base;
  const mayBeSaved = commentBodySchema.safeParse(text.trim()).success;

  const giveUp = () => {
    discard();
    onDone();
  };
  const save = async () => {
    if (!mayBeSaved || isPending) return;
    if (text.trim() === comment.body) return giveUp();
    try {
      // Newer than when the writing began: then it stands in the callout, and the button says what it does.
      await mutateAsync({ seen: comment, body: text.trim() });
      giveUp();
    } catch (error) {
      // The callout appears, since the newer text is in the cache by now.
      if (error instanceof CommentConflict) return;
      toast.error(describeError(asAppError(error), t));
    }
  };

  return (
    <div className="flex flex-col gap-2">
      {isOvertaken && (
        <Callout meaning="warning">
          <p>{t("comments.overtaken")}</p>
          <div className="mt-2 rounded-control bg-surface px-3 py-2">
            <Markdown text={comment.body} files={context.files} />
          </div>
          <Button size="sm" className="mt-2" onClick={giveUp}>
            {t("comments.takeTheirs")}
          </Button>
        </Callout>
      )}
      <MarkdownEditor
        label={t("comments.edit")}
        value={text}
        onChange={(next) => write(next, begin)}
        maxLength={maxCommentLength}
        people={context.mentionable}
        files={context.files}
        autoFocus
        isCompact
        onSend={() => void save()}
        onGiveUp={giveUp}
        actions={
          <>
            <Button variant="ghost" size="sm" onClick={giveUp}>
              {t("common.cancel")}
            </Button>
            <Button
              variant="primary"
              size="sm"
              disabled={!mayBeSaved}
              pending={isPending}
              onClick={() => void save()}
            >
              {isOvertaken ? t("comments.saveMine") : t("comments.save")}
            </Button>
          </>
        }
      />
    </div>
  );
}

import { commentBodySchema } from "@flowdesk/types/comments";
import { SendHorizontal } from "lucide-react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Button } from "#/components/ui/button.tsx";
import { MarkdownEditor } from "#/components/ui/editor/markdown-editor.tsx";
import { asAppError } from "#/lib/app-error.ts";
import { useDraft } from "#/lib/drafts.ts";
import { describeError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import type { CommentContext } from "../comment-context.ts";
import { useAddComment } from "../mutations.ts";

export const maxCommentLength = 20_000;

/** Where one says something new. What is not sent yet is there again next time. */
export function CommentComposer({ context }: { context: CommentContext }) {
  const { t } = useTranslation();
  const { id: org } = useOrganization();
  const { taskId, userId } = context;
  const { draft, write, discard } = useDraft(`${userId}.comment.${taskId}`);
  const text = draft?.text ?? "";
  const { mutate } = useAddComment(org);
  const mayBeSent = commentBodySchema.safeParse(text.trim()).success;

  const send = () => {
    if (!mayBeSent) return;
    const body = text.trim();
    discard();
    mutate(
      { taskId, body },
      {
        onError: (error) => {
          // Nothing that somebody wrote is lost with a refusal.
          write((newer) => (newer ? `${body}\n\n${newer}` : body));
          toast.error(describeError(asAppError(error), t));
        },
      },
    );
  };

  return (
    <MarkdownEditor
      label={t("comments.new")}
      placeholder={t("comments.placeholder")}
      value={text}
      onChange={write}
      maxLength={maxCommentLength}
      people={context.mentionable}
      files={context.files}
      isCompact
      onSend={send}
      actions={
        <Button variant="primary" size="sm" disabled={!mayBeSent} onClick={send}>
          <SendHorizontal aria-hidden />
          {t("comments.send")}
        </Button>
      }
    />
  );
}

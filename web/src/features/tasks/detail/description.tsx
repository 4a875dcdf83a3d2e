import { Pencil } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { MarkdownEditor } from "#/components/ui/editor/markdown-editor.tsx";
import type { Mentionable } from "#/components/ui/editor/mention-list.tsx";
import { Markdown } from "#/components/ui/markdown.tsx";
import type { MarkdownFiles } from "#/components/ui/markdown-files.ts";
import { asAppError } from "#/lib/app-error.ts";
import { useDraft } from "#/lib/drafts.ts";
import { describeError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { ConflictError } from "../conflict.ts";
import { useChangeTask } from "../mutations.ts";
import type { TaskDetail } from "../queries.ts";

const maxLength = 50_000;

interface DescriptionProps {
  task: TaskDetail;
  userId: string;
  canChange: boolean;
  mentionable: readonly Mentionable[];
  files: MarkdownFiles;
}

/** What a task is about. What one types is kept until it is saved, also when the panel is closed meanwhile. */
export function Description(props: DescriptionProps) {
  const { task, userId, canChange, files } = props;
  const { t } = useTranslation();
  const { draft } = useDraft(`${userId}.description.${task.id}`);
  const [isOpened, setOpened] = useState(false);
  const isEditing = canChange && (isOpened || draft !== undefined);
  return (
    <section aria-labelledby={`description-${task.id}`}>
      <div className="flex min-h-8 items-center justify-between">
        <h2 id={`description-${task.id}`} className="text-sm font-strong">
          {t("tasks.description")}
        </h2>
        {canChange && !isEditing && task.description && (
          <Button variant="ghost" size="sm" onClick={() => setOpened(true)}>
            <Pencil aria-hidden />
            {t("detail.editDescription")}
          </Button>
        )}
      </div>
      {isEditing ? (
        <DescriptionEditor {...props} onDone={() => setOpened(false)} />
      ) : task.description ? (
        <div className="text-base">
          <Markdown text={task.description} files={files} />
        </div>
      ) : canChange ? (
        <button
          type="button"
          onClick={() => setOpened(true)}
          className="-mx-2 min-h-10 w-[calc(100%+16px)] rounded-control px-2 text-left text-base text-muted transition-colors hover:bg-hover"
        >
          {t("tasks.descriptionPlaceholder")}
        </button>
      ) : (
        <p className="text-sm text-muted">{t("detail.noDescription")}</p>
      )}
    </section>
  );
}

function DescriptionEditor({
  task,
  userId,
  mentionable,
  files,
  onDone,
}: DescriptionProps & { onDone: () => void }) {
  const { t } = useTranslation();
  const { id: org } = useOrganization();
  const { draft, write, discard } = useDraft(`${userId}.description.${task.id}`);
  const [begun] = useState({ base: task.description, version: task.version });
  const { mutateAsync, isPending } = useChangeTask(org);
  const text = draft?.text ?? begun.base;
  const base = draft?.base ?? begun.base;
  // While one's own change is on its way, it is one's own text that stands there.
  const isOvertaken = !isPending && task.description !== base;

  const giveUp = () => {
    discard();
    onDone();
  };
  const save = async () => {
    const description = text.trimEnd();
    if (isPending) return;
    if (description === task.description) return giveUp();
    try {
      await mutateAsync({ task, changes: { description } });
      giveUp();
    } catch (error) {
      if (error instanceof ConflictError) {
        // Somebody changed another field: nothing of theirs is touched by this text.
        if (error.current.description === task.description) {
          return mutateAsync({ task: error.current, changes: { description } }).then(giveUp, fail);
        }
        // The newer text is in the cache by now and stands above one's own, which is in the draft.
        write(text, { base, version: begun.version });
        return;
      }
      fail(error);
    }
  };
  const fail = (error: unknown) => {
    write(text, { base, version: begun.version });
    toast.error(describeError(asAppError(error), t));
  };

  return (
    <div className="flex flex-col gap-2">
      {isOvertaken && (
        <Callout meaning="warning">
          <p>{t("detail.descriptionOvertaken")}</p>
          <div className="mt-2 max-h-60 overflow-y-auto rounded-control bg-surface px-3 py-2">
            {task.description ? (
              <Markdown text={task.description} files={files} />
            ) : (
              <p className="text-muted">{t("conflict.empty")}</p>
            )}
          </div>
          <Button size="sm" className="mt-2" onClick={giveUp}>
            {t("detail.takeTheirs")}
          </Button>
        </Callout>
      )}
      <MarkdownEditor
        label={t("tasks.description")}
        value={text}
        placeholder={t("tasks.descriptionPlaceholder")}
        onChange={(next) => write(next, begun)}
        maxLength={maxLength}
        people={mentionable}
        files={files}
        autoFocus={draft === undefined}
        onSend={() => void save()}
        onGiveUp={text === base ? giveUp : undefined}
        actions={
          <>
            <Button variant="ghost" size="sm" onClick={giveUp}>
              {t("common.cancel")}
            </Button>
            <Button variant="primary" size="sm" pending={isPending} onClick={() => void save()}>
              {isOvertaken ? t("detail.saveMine") : t("detail.saveDescription")}
            </Button>
          </>
        }
      />
    </div>
  );
}

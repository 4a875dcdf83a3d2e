import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Button } from "#/components/ui/button.tsx";
import { Input } from "#/components/ui/input.tsx";
import { Progress } from "#/components/ui/progress.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { asAppError } from "#/lib/app-error.ts";
import { describeError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { useCreateTask } from "../mutations.ts";
import type { TaskDetail } from "../queries.ts";
import { LinkedTaskRow } from "./linked-task.tsx";
import { relationQueries } from "./relations.ts";

interface SubtasksProps {
  task: TaskDetail;
  canCreate: boolean;
  onOpen: (key: string) => void;
}

/** The parts of a task, how many of them are done, and a line for the next one. */
export function Subtasks({ task, canCreate, onOpen }: SubtasksProps) {
  const { t } = useTranslation();
  const { id: org } = useOrganization();
  const subtasks = useQuery(relationQueries.subtasks(org, task.id));
  const [isAdding, setAdding] = useState(false);
  const parts = subtasks.data ?? [];
  const done = parts.filter(({ completed_at }) => completed_at !== null).length;
  return (
    <section aria-labelledby={`subtasks-${task.id}`}>
      <div className="flex min-h-8 items-center gap-3">
        <h2 id={`subtasks-${task.id}`} className="text-sm font-strong">
          {t("detail.subtasks")}
        </h2>
        {parts.length > 0 && (
          <>
            <span className="text-xs tabular-nums text-muted">
              {t("tasks.countOf", { shown: done, total: parts.length })}
            </span>
            <Progress
              label={t("detail.subtasksDone")}
              value={done / parts.length}
              className="max-w-24"
            />
          </>
        )}
        {canCreate && (
          <Button
            variant="ghost"
            size="sm"
            className="ml-auto"
            aria-expanded={isAdding}
            onClick={() => setAdding(!isAdding)}
          >
            <Plus aria-hidden />
            {t("detail.addSubtask")}
          </Button>
        )}
      </div>
      {subtasks.isPending ? (
        <Loading label={t("common.loading")} className="py-2">
          <Skeleton className="h-4 w-1/2" />
        </Loading>
      ) : subtasks.isError ? (
        <RegionFailed error={subtasks.error} onRetry={() => void subtasks.refetch()} />
      ) : (
        parts.length > 0 && (
          <ul aria-label={t("detail.subtasks")} className="-mx-2">
            {parts.map((part) => (
              <LinkedTaskRow key={part.id} task={part} onOpen={onOpen} />
            ))}
          </ul>
        )
      )}
      {isAdding && <NewSubtask parent={task} onDone={() => setAdding(false)} />}
    </section>
  );
}

/** One line after the other: Enter adds, Escape or an empty line ends. */
function NewSubtask({ parent, onDone }: { parent: TaskDetail; onDone: () => void }) {
  const { t } = useTranslation();
  const { id: org } = useOrganization();
  const queryClient = useQueryClient();
  const create = useCreateTask(org);
  const [title, setTitle] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const add = async () => {
    const wanted = title.trim();
    if (!wanted) return onDone();
    setTitle("");
    try {
      await create.mutateAsync({
        project_id: parent.project_id,
        parent_id: parent.id,
        title: wanted,
      });
      await queryClient.invalidateQueries({ queryKey: relationQueries.all(org) });
    } catch (error) {
      // What was typed comes back, unless the next one is being typed.
      setTitle((now) => now || wanted);
      toast.error(describeError(asAppError(error), t));
    }
    input.current?.focus();
  };
  return (
    <form
      className="mt-1 flex gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Input
        ref={input}
        autoFocus
        aria-label={t("detail.subtaskTitle")}
        placeholder={t("tasks.newPlaceholder")}
        value={title}
        maxLength={300}
        onChange={({ target }) => setTitle(target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          onDone();
        }}
      />
      <Button type="submit" disabled={!title.trim()}>
        {t("detail.add")}
      </Button>
    </form>
  );
}

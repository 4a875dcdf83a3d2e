import { useQuery } from "@tanstack/react-query";
import { Link2, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { NothingDrawing } from "#/components/ui/drawings.tsx";
import { EmptyState } from "#/components/ui/empty-state.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { Sheet } from "#/components/ui/sheet.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { shortcuts } from "#/lib/shortcuts/shortcut-list.ts";
import { useShortcut } from "#/lib/shortcuts/use-shortcut.ts";
import { useIsNarrow } from "#/lib/use-media-query.ts";
import { type BoardTask, type TaskDetail, taskQueries } from "../queries.ts";
import type { TaskContext } from "../task-context.ts";
import type { ChangeTask } from "../use-change-task.ts";
import { ResizablePanel } from "./resizable-panel.tsx";
import { TaskFields } from "./task-fields.tsx";

interface TaskPanelProps {
  number: number;
  context: TaskContext;
  canChange: (task: BoardTask) => boolean;
  onChange: ChangeTask;
  onClose: () => void;
  actions?: TaskActions | undefined;
}

/** What other features can do with a task, small enough for a header. */
export type TaskActions = (
  project: TaskContext["project"],
  task: Pick<TaskDetail, "id" | "number" | "title">,
) => ReactNode;

/** One task in full: at the right of the board, or over it on a phone. */
export function TaskPanel({
  number,
  context,
  canChange,
  onChange,
  onClose,
  actions,
}: TaskPanelProps) {
  const { t } = useTranslation();
  const { id: org } = useOrganization();
  const isNarrow = useIsNarrow();
  const key = `${context.project.key}-${number}`;
  const task = useQuery(taskQueries.detail(org, context.project.id, number));

  // The sheet of a phone closes by itself.
  useShortcut("back", onClose, !isNarrow);

  const body = (
    <>
      <header className="flex h-13 shrink-0 items-center gap-1 border-b border-hairline pr-2 pl-5">
        <span className="flex-1 text-sm tabular-nums text-muted">{key}</span>
        {task.data && actions?.(context.project, task.data)}
        <IconButton
          label={t("tasks.copyLink")}
          icon={<Link2 />}
          onClick={async () => {
            await navigator.clipboard.writeText(window.location.href);
            toast.success(t("tasks.linkCopied"));
          }}
        />
        <IconButton
          label={t("tasks.closePanel")}
          keys={shortcuts.back.keys}
          icon={<X />}
          onClick={onClose}
        />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {task.isPending ? (
          <Loading label={t("common.loading")} className="p-5">
            <Skeleton className="h-7 w-3/4" />
            <Skeleton className="mt-6 h-4 w-1/2" />
            <Skeleton className="mt-4 h-4 w-2/5" />
            <Skeleton className="mt-4 h-4 w-1/2" />
          </Loading>
        ) : task.isError ? (
          <div className="p-3">
            <RegionFailed error={task.error} onRetry={() => void task.refetch()} />
          </div>
        ) : task.data === null ? (
          <EmptyState drawing={<NothingDrawing />} title={t("tasks.notFoundTitle")}>
            {t("tasks.notFoundText", { key })}
          </EmptyState>
        ) : (
          <TaskFields
            key={task.data.id}
            task={task.data}
            context={context}
            canChange={canChange(task.data)}
            onChange={onChange}
          />
        )}
      </div>
    </>
  );

  if (isNarrow) {
    return (
      <Sheet
        open
        onOpenChange={(open) => !open && onClose()}
        side="full"
        title={t("tasks.panel", { key })}
      >
        {body}
      </Sheet>
    );
  }
  return (
    <ResizablePanel label={t("tasks.panel", { key })} resizeLabel={t("tasks.resizePanel")}>
      {body}
    </ResizablePanel>
  );
}

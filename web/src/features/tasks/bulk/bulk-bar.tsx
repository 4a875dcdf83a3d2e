import { Archive, ArchiveRestore, Ellipsis, Trash2, X } from "lucide-react";
import { type MouseEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { ConfirmDialog } from "#/components/ui/confirm-dialog.tsx";
import { Menu, MenuItem, MenuSeparator } from "#/components/ui/dropdown-menu.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { Progress } from "#/components/ui/progress.tsx";
import { formatNumber } from "#/lib/format.ts";
import { shortcuts } from "#/lib/shortcuts/shortcut-list.ts";
import { type QuickField, quickFields } from "../editor/field-choices.tsx";
import type { BoardTask } from "../queries.ts";
import { type TaskWorld, taskKeyOf } from "../task-context.ts";
import type { BulkProgress, ChangeFor } from "./use-bulk.tsx";

interface BulkBarProps {
  tasks: readonly BoardTask[];
  /** How many the view has, chosen or not. */
  total: number;
  progress: BulkProgress | undefined;
  world: TaskWorld;
  /** Everyone of them. */
  canDelete: boolean;
  onEdit: (field: QuickField, anchor: HTMLElement) => void;
  onApply: (changeFor: ChangeFor) => void;
  onDelete: () => void;
  onSelectAll: () => void;
  onClear: () => void;
}

const fieldLabels = {
  status: "tasks.status",
  priority: "tasks.priority",
  assignee: "tasks.assignee",
  label: "tasks.labels",
  due: "tasks.dueDate",
} as const;

/** What can be done with all that is chosen; while it is done, how far it has come. */
export function BulkBar(props: BulkBarProps) {
  const { tasks, total, progress, world, canDelete, onEdit, onApply } = props;
  const { t, i18n } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const count = tasks.length;
  const number = formatNumber(count, i18n.language);
  const areArchived = count > 0 && tasks.every(({ archived_at }) => archived_at !== null);
  const edit = (field: QuickField) => (event: MouseEvent<HTMLElement>) =>
    onEdit(field, event.currentTarget);

  return (
    <section
      aria-label={t("bulk.label")}
      className="pointer-events-none absolute inset-x-0 bottom-4 z-30 flex justify-center px-3"
    >
      <div className="pointer-events-auto flex max-w-full items-center gap-1 overflow-x-auto rounded-panel bg-float p-1.5 text-sm shadow-float">
        {progress ? (
          <>
            <span role="status" className="px-2 whitespace-nowrap tabular-nums">
              {t("bulk.progress", {
                answered: formatNumber(progress.answered, i18n.language),
                total: formatNumber(progress.total, i18n.language),
              })}
            </span>
            <Progress
              label={t("bulk.progressLabel")}
              value={progress.total === 0 ? null : progress.answered / progress.total}
              className="w-40!"
            />
            <Button size="sm" variant="ghost" onClick={progress.stop}>
              {t("bulk.stop")}
            </Button>
          </>
        ) : (
          <>
            <span role="status" className="pl-2 font-strong whitespace-nowrap tabular-nums">
              {t("bulk.selected", { count, number })}
            </span>
            {count < total && (
              <Button size="sm" variant="ghost" onClick={props.onSelectAll}>
                {t("bulk.selectAll", { number: formatNumber(total, i18n.language) })}
              </Button>
            )}
            <span className="mx-1 h-5 w-px shrink-0 bg-hairline-strong" />
            {quickFields.map((field) => (
              <Button
                key={field}
                size="sm"
                variant="ghost"
                aria-haspopup="dialog"
                onClick={edit(field)}
              >
                {t(fieldLabels[field])}
              </Button>
            ))}
            <Menu
              align="end"
              side="top"
              trigger={<IconButton size="sm" label={t("bulk.more")} icon={<Ellipsis />} />}
            >
              {areArchived ? (
                <MenuItem onSelect={() => onApply(() => ({ archived_at: null }))}>
                  <ArchiveRestore aria-hidden />
                  {t("bulk.restore")}
                </MenuItem>
              ) : (
                <MenuItem
                  onSelect={() => {
                    const archived_at = new Date().toISOString();
                    onApply((task) => (task.archived_at === null ? { archived_at } : undefined));
                  }}
                >
                  <Archive aria-hidden />
                  {t("bulk.archive")}
                </MenuItem>
              )}
              <MenuSeparator />
              <MenuItem disabled={!canDelete} onSelect={() => setAsking(true)}>
                <Trash2 aria-hidden />
                {t("bulk.delete")}
              </MenuItem>
            </Menu>
            <IconButton
              size="sm"
              label={t("bulk.clear")}
              keys={shortcuts.back.keys}
              icon={<X />}
              onClick={props.onClear}
            />
          </>
        )}
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("bulk.deleteTitle", { count, number })}
        action={t("bulk.deleteAction", { count, number })}
        cancelLabel={t("common.cancel")}
        onConfirm={() => {
          setAsking(false);
          props.onDelete();
        }}
      >
        <p>
          {tasks
            .slice(0, 5)
            .map((task) => `${taskKeyOf(world, task)} ${task.title}`)
            .join(", ")}
          {count > 5 && ", …"}
        </p>
        <p>{t("bulk.deleteText")}</p>
      </ConfirmDialog>
    </section>
  );
}

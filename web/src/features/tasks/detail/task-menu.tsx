import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { Archive, ArchiveRestore, Copy, Ellipsis, Link2, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Menu, MenuItem } from "#/components/ui/dropdown-menu.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { deleteLater, undoMs } from "#/lib/delete-later.ts";
import { describeError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import { deleteTasks } from "../bulk/bulk-requests.ts";
import { type TaskDetail, taskQueries } from "../queries.ts";
import { removeTask } from "../task-cache.ts";
import type { ChangeTask } from "../use-change-task.ts";

interface TaskMenuProps {
  task: TaskDetail;
  taskKey: string;
  canChange: boolean;
  canDelete: boolean;
  onChange: ChangeTask;
  onClose: () => void;
}

/** What can be done with a whole task. */
export function TaskMenu({
  task,
  taskKey,
  canChange,
  canDelete,
  onChange,
  onClose,
}: TaskMenuProps) {
  const { t } = useTranslation();
  const { id: org, slug } = useOrganization();
  const router = useRouter();
  const queryClient = useQueryClient();
  const isArchived = task.archived_at !== null;

  const copy = async (text: string, said: string) => {
    await navigator.clipboard.writeText(text);
    toast.success(said);
  };
  const showAgain = () => void queryClient.invalidateQueries({ queryKey: taskQueries.all(org) });
  const remove = () => {
    removeTask(queryClient, org, task.id);
    onClose();
    const { undo } = deleteLater(task.id, async () => {
      const { refused } = await deleteTasks(org, [task]);
      for (const { error } of refused) toast.error(describeError(error, t));
      showAgain();
    });
    toast.success(t("detail.deleted", { key: taskKey }), {
      duration: undoMs,
      action: {
        label: t("common.undo"),
        onClick: () => {
          undo();
          showAgain();
        },
      },
    });
  };

  return (
    <Menu
      align="end"
      trigger={<IconButton label={t("detail.actions", { key: taskKey })} icon={<Ellipsis />} />}
    >
      <MenuItem
        onSelect={() => {
          const { href } = router.buildLocation(paths.task(slug, taskKey));
          void copy(new URL(href, window.location.origin).href, t("tasks.linkCopied"));
        }}
      >
        <Link2 aria-hidden />
        {t("tasks.copyLink")}
      </MenuItem>
      <MenuItem onSelect={() => void copy(taskKey, t("detail.keyCopied", { key: taskKey }))}>
        <Copy aria-hidden />
        {t("detail.copyKey")}
      </MenuItem>
      {canChange && (
        <MenuItem
          onSelect={() =>
            onChange(task, { archived_at: isArchived ? null : new Date().toISOString() })
          }
        >
          {isArchived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
          {isArchived ? t("detail.restore") : t("detail.archive")}
        </MenuItem>
      )}
      {canDelete && (
        <MenuItem onSelect={remove}>
          <Trash2 aria-hidden />
          {t("detail.delete")}
        </MenuItem>
      )}
    </Menu>
  );
}

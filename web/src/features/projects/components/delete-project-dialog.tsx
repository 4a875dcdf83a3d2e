import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Callout } from "#/components/ui/callout.tsx";
import { ConfirmDialog } from "#/components/ui/confirm-dialog.tsx";
import { asAppError } from "#/lib/app-error.ts";
import { describeError } from "#/lib/form-errors.ts";
import { formatNumber } from "#/lib/format.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { useDeleteProject } from "../mutations.ts";
import { projectQueries } from "../queries.ts";

interface DeleteProjectDialogProps {
  project: { id: string; key: string; name: string; version: number };
  open: boolean;
  onClose: () => void;
  onDeleted?: (() => void) | undefined;
}

/** Says what goes with a project, has its key typed, and deletes it for good. */
export function DeleteProjectDialog({
  project,
  open,
  onClose,
  onDeleted,
}: DeleteProjectDialogProps) {
  const { t, i18n } = useTranslation();
  const { id } = useOrganization();
  const remove = useDeleteProject(id);
  const { data: tasks } = useQuery({
    ...projectQueries.taskTotal(id, project.id),
    enabled: open,
  });
  const { name, key } = project;

  const confirm = async () => {
    try {
      await remove.mutateAsync(project);
    } catch {
      // Said in the dialog.
      return;
    }
    toast.success(t("projects.wasDeleted", { name }));
    onClose();
    onDeleted?.();
  };

  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(isOpen) => {
        if (isOpen) return;
        remove.reset();
        onClose();
      }}
      title={t("projects.deleteTitle", { name })}
      action={t("projects.delete")}
      cancelLabel={t("common.cancel")}
      pending={remove.isPending}
      typed={{ label: t("projects.typeKey", { key }), value: key }}
      onConfirm={() => void confirm()}
    >
      <p>
        {tasks === undefined
          ? t("projects.deleteText")
          : t("projects.deleteTasks", {
              count: tasks,
              figure: formatNumber(tasks, i18n.language),
            })}
      </p>
      <p>{t("projects.deleteInstead")}</p>
      {remove.error && (
        <Callout meaning="danger">{describeError(asAppError(remove.error), t)}</Callout>
      )}
    </ConfirmDialog>
  );
}

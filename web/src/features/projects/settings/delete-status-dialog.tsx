import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Callout } from "#/components/ui/callout.tsx";
import { ConfirmDialog } from "#/components/ui/confirm-dialog.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Select } from "#/components/ui/select.tsx";
import { progressOf, StatusIcon } from "#/components/ui/status-icon.tsx";
import { asAppError } from "#/lib/app-error.ts";
import { describeError } from "#/lib/form-errors.ts";
import { formatNumber } from "#/lib/format.ts";
import { useOrganization } from "#/lib/organization.tsx";
import type { Project } from "../queries.ts";
import {
  type Status,
  type Transition,
  useDeleteStatus,
  workflowQueries,
} from "./workflow-queries.ts";

interface DeleteStatusDialogProps {
  project: Project;
  status: Status;
  transitions: readonly Transition[];
  onClose: () => void;
}

/** Removes a status; where tasks are in it, the person says where they go. */
export function DeleteStatusDialog({
  project,
  status,
  transitions,
  onClose,
}: DeleteStatusDialogProps) {
  const { t, i18n } = useTranslation();
  const { id } = useOrganization();
  const remove = useDeleteStatus(id, project.id);
  const { data: count } = useQuery(workflowQueries.tasksIn(id, project.id, status.key));
  const { name } = status;
  // A rule counts here too: tasks go only where they may.
  const targets = project.statuses.filter(
    ({ key }) =>
      key !== status.key &&
      (transitions.length === 0 ||
        transitions.some((way) => way.from_status === status.key && way.to_status === key)),
  );
  const [chosen, setChosen] = useState(
    () => (targets.find(({ category }) => category === status.category) ?? targets[0])?.key,
  );
  const hasTasks = count !== undefined && count > 0;
  const isStuck = hasTasks && targets.length === 0;

  const confirm = async () => {
    if (count === undefined || isStuck) return;
    try {
      await remove.mutateAsync({ status, moveTo: hasTasks ? chosen : undefined });
      toast.success(t("workflow.deleted", { name }));
      onClose();
    } catch {
      // Said in the dialog.
    }
  };

  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("workflow.deleteTitle", { name })}
      action={t("workflow.deleteAction")}
      cancelLabel={t("common.cancel")}
      pending={remove.isPending || count === undefined}
      onConfirm={() => void confirm()}
    >
      {isStuck ? (
        <Callout meaning="warning">{t("workflow.deleteStuck", { name })}</Callout>
      ) : hasTasks ? (
        <div className="flex flex-col gap-3 text-text">
          <p className="text-muted">
            {t("workflow.deleteTasks", { count, figure: formatNumber(count, i18n.language) })}
          </p>
          <Field label={t("workflow.moveTo")}>
            {(control) => (
              <Select
                {...control}
                value={chosen ?? ""}
                onValueChange={setChosen}
                options={targets.map((target) => ({
                  value: target.key,
                  label: target.name,
                  icon: (
                    <StatusIcon
                      category={target.category}
                      progress={progressOf(project.statuses, target.key)}
                    />
                  ),
                }))}
              />
            )}
          </Field>
        </div>
      ) : (
        <p>{t("workflow.deleteEmpty")}</p>
      )}
      {remove.error && (
        <Callout meaning="danger">{describeError(asAppError(remove.error), t)}</Callout>
      )}
    </ConfirmDialog>
  );
}

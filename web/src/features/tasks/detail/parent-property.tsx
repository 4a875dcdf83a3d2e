import { useQuery } from "@tanstack/react-query";
import { CornerLeftUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import type { TaskDetail } from "../queries.ts";
import type { ChangeTask } from "../use-change-task.ts";
import { linkedKey, relationQueries } from "./relations.ts";
import { TaskPicker } from "./task-picker.tsx";

interface ParentPropertyProps {
  task: TaskDetail;
  canChange: boolean;
  onChange: ChangeTask;
  onOpen: (key: string) => void;
}

/** The task that this one is a part of. */
export function ParentProperty({ task, canChange, onChange, onOpen }: ParentPropertyProps) {
  const { t } = useTranslation();
  const { id: org } = useOrganization();
  const { data: parent } = useQuery({
    ...relationQueries.linked(org, task.parent_id ?? ""),
    enabled: task.parent_id !== null,
  });
  const shown = task.parent_id === null ? undefined : parent;
  return (
    <div className="flex min-h-control items-center gap-1">
      {shown ? (
        <button
          type="button"
          onClick={() => onOpen(linkedKey(shown))}
          className="flex h-control min-w-0 items-center gap-2 rounded-control px-2 transition-colors hover:bg-hover"
        >
          <span className="shrink-0 text-xs tabular-nums text-muted">{linkedKey(shown)}</span>
          <span className="truncate">{shown.title}</span>
        </button>
      ) : (
        !canChange && <span className="px-2 text-muted">{t("detail.none")}</span>
      )}
      {canChange && (
        <TaskPicker
          label={t("detail.parent")}
          projectId={task.project_id}
          without={[task.id, ...(task.parent_id ? [task.parent_id] : [])]}
          none={
            task.parent_id
              ? {
                  label: t("detail.noParent"),
                  onChoose: () => onChange(task, { parent_id: null }),
                }
              : undefined
          }
          onChoose={({ id }) => onChange(task, { parent_id: id })}
          trigger={
            shown ? (
              <IconButton size="sm" label={t("detail.changeParent")} icon={<CornerLeftUp />} />
            ) : (
              <Button variant="ghost" size="sm" className="font-normal! text-muted!">
                <CornerLeftUp aria-hidden />
                {t("detail.setParent")}
              </Button>
            )
          }
        />
      )}
    </div>
  );
}

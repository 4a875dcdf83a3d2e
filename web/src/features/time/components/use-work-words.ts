import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { TimeEntry } from "../queries.ts";

/** The same as WorkLabel says, as text: for names of buttons and for toasts. */
export function useWorkWords() {
  const { t } = useTranslation();
  return useCallback(
    ({ projects: project, tasks: task }: Pick<TimeEntry, "projects" | "tasks">): string => {
      if (task) return `${project ? `${project.key}-` : "#"}${task.number}`;
      return project?.name ?? t("time.hiddenProject");
    },
    [t],
  );
}

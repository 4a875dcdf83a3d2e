import { useTranslation } from "react-i18next";
import type { ImportField } from "./fields.ts";

/** What the fields are called. */
export function useFieldLabels(): Record<ImportField, string> {
  const { t } = useTranslation();
  return {
    title: t("tasks.titleLabel"),
    description: t("tasks.description"),
    status: t("tasks.status"),
    priority: t("tasks.priority"),
    assignee: t("tasks.assignee"),
    start_date: t("export.startDate"),
    due_date: t("tasks.dueDate"),
    estimate: t("imports.estimate"),
  };
}

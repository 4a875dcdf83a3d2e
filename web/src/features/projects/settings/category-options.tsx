import { type StatusCategory, statusCategories } from "@flowdesk/types/projects";
import type { ParseKeys } from "i18next";
import { useTranslation } from "react-i18next";
import { StatusIcon } from "#/components/ui/status-icon.tsx";

const labels: Record<StatusCategory, ParseKeys> = {
  todo: "workflow.categoryTodo",
  in_progress: "workflow.categoryInProgress",
  done: "workflow.categoryDone",
};

/** What a status can mean, for a select. */
export function useCategoryOptions() {
  const { t } = useTranslation();
  return statusCategories.map((category) => ({
    value: category,
    label: t(labels[category]),
    icon: <StatusIcon category={category} progress={0.5} />,
  }));
}

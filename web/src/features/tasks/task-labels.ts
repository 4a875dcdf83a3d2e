import { useMemo } from "react";
import { useTranslation } from "react-i18next";

/** What priorities are called. */
export function usePriorityLabels(): Record<string, string> {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      urgent: t("tasks.priorityUrgent"),
      high: t("tasks.priorityHigh"),
      medium: t("tasks.priorityMedium"),
      low: t("tasks.priorityLow"),
      none: t("tasks.priorityNone"),
    }),
    [t],
  );
}

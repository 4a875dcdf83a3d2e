import { Ban } from "lucide-react";
import { useTranslation } from "react-i18next";

/** That a task waits for others, and for how many. */
export function BlockedSign({ count }: { count: number }) {
  const { t } = useTranslation();
  if (count === 0) return null;
  const words = t("tasks.blockedBy", { count });
  return (
    <span
      title={words}
      className="inline-flex shrink-0 items-center gap-1 text-xs tabular-nums text-warning"
    >
      <Ban className="size-3.5" aria-hidden />
      <span className="sr-only">{words}</span>
      {count > 1 && <span aria-hidden>{count}</span>}
    </span>
  );
}

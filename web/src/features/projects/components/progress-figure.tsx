import { useTranslation } from "react-i18next";
import { Progress as ProgressBar } from "#/components/ui/progress.tsx";
import { formatNumber } from "#/lib/format.ts";
import type { Progress } from "../queries.ts";

interface ProgressFigureProps {
  /** Undefined while it is being counted. */
  progress: Progress | undefined;
}

/** How much of the work is done: a bar and the figures. */
export function ProgressFigure({ progress }: ProgressFigureProps) {
  const { t, i18n } = useTranslation();
  if (!progress) return <span className="inline-block h-4 w-24" />;
  const { open, total } = progress;
  if (total === 0) return <span className="text-muted">{t("projects.noTasks")}</span>;
  const done = total - open;
  const words = t("projects.progress", {
    done: formatNumber(done, i18n.language),
    total: formatNumber(total, i18n.language),
  });
  return (
    <span className="flex w-full max-w-36 items-center gap-2" title={words}>
      <ProgressBar label={words} value={done / total} className="min-w-8 flex-1" />
      <span aria-hidden className="shrink-0 text-xs tabular-nums text-muted">
        {formatNumber(done, i18n.language)}/{formatNumber(total, i18n.language)}
      </span>
    </span>
  );
}

import { useTranslation } from "react-i18next";
import { Badge } from "#/components/ui/badge.tsx";
import { Progress } from "#/components/ui/progress.tsx";
import { formatNumber } from "#/lib/format.ts";

interface UsageBarProps {
  label: string;
  used: number;
  /** Null is no limit. */
  limit: number | null;
}

/** How much of one limit is used. */
export function UsageBar({ label, used, limit }: UsageBarProps) {
  const { t, i18n } = useTranslation();
  const count = formatNumber(used, i18n.language);
  return (
    <li>
      <div className="flex items-baseline justify-between gap-4 text-sm">
        <span className="flex items-center gap-2">
          {label}
          {limit !== null && used >= limit && <Badge meaning="warning">{t("plan.full")}</Badge>}
        </span>
        <span className="tabular-nums text-muted">
          {limit === null
            ? t("plan.unlimitedOf", { used: count })
            : t("plan.of", { used: count, limit: formatNumber(limit, i18n.language) })}
        </span>
      </div>
      {limit !== null && <Progress label={label} value={used / limit} className="mt-1.5" />}
    </li>
  );
}

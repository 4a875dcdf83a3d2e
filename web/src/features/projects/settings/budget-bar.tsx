import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Progress } from "#/components/ui/progress.tsx";

interface BudgetBarProps {
  label: string;
  used: number;
  /** Null is no limit. */
  budget: number | null;
  usedWords: string;
  budgetWords: string;
}

/** How much of a budget is used, as a figure and a bar; more than all of it is said. */
export function BudgetBar({ label, used, budget, usedWords, budgetWords }: BudgetBarProps) {
  const { t } = useTranslation();
  const isOver = budget !== null && used > budget;
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
        <span className="text-xl font-strong tabular-nums">{usedWords}</span>
        <span className="text-muted tabular-nums">
          {budget === null ? budgetWords : t("projectBudget.of", { budget: budgetWords })}
        </span>
        {isOver && (
          <span className="flex items-center gap-1 text-danger">
            <TriangleAlert className="size-4 self-center" aria-hidden />
            {t("projectBudget.over")}
          </span>
        )}
      </p>
      {budget !== null && <Progress label={label} value={used / budget} />}
    </div>
  );
}

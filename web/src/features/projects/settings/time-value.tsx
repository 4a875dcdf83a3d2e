import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Callout } from "#/components/ui/callout.tsx";
import { formatDuration } from "#/lib/duration.ts";
import { toDay } from "#/lib/format.ts";
import { type Currency, formatMoney } from "#/lib/money.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { addDays } from "#/lib/zoned.ts";
import type { Project } from "../queries.ts";
import { BudgetBar } from "./budget-bar.tsx";
import { budgetQueries, type MoneyBudget } from "./budget-queries.ts";

interface TimeValueProps {
  project: Project;
  budget: MoneyBudget | null;
  currencies: readonly Currency[];
}

/** What the booked hours are worth, each currency by itself: sums across them would mean nothing. */
export function TimeValue({ project, budget, currencies }: TimeValueProps) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const { id } = useOrganization();
  // It may be tomorrow already where the organization is.
  const value = useQuery(budgetQueries.value(id, project.id, addDays(toDay(new Date()), 1)));
  if (value.isError) {
    return <RegionFailed error={value.error} onRetry={() => void value.refetch()} />;
  }
  const money = (minor: number, code: string) => {
    const currency = currencies.find((each) => each.code === code);
    return currency ? formatMoney(minor, currency, language) : code;
  };
  const rows = value.data ?? [];
  const priced = rows.filter((row) => row.currency !== null);
  const unpriced = rows.find((row) => row.currency === null)?.billable_minutes ?? 0;
  return (
    <div className="flex flex-col gap-4">
      {priced.map((row) => {
        const isBudgeted = budget?.currency === row.currency;
        return (
          <BudgetBar
            key={row.currency}
            label={t("projectBudget.money")}
            used={row.amount_minor}
            budget={isBudgeted ? budget.amount_minor : null}
            usedWords={money(row.amount_minor, row.currency)}
            budgetWords={
              isBudgeted
                ? money(budget.amount_minor, budget.currency)
                : t("projectBudget.worth", {
                    duration: formatDuration(row.billable_minutes, language),
                  })
            }
          />
        );
      })}
      {unpriced > 0 && (
        <Callout meaning="warning">
          {t("projectBudget.unpriced", { duration: formatDuration(unpriced, language) })}
        </Callout>
      )}
    </div>
  );
}

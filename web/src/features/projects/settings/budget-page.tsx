import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Section, SettingsColumn } from "#/components/ui/section.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { currenciesQuery } from "#/lib/currencies.ts";
import { formatDuration } from "#/lib/duration.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { RegionFailed } from "#/lib/region-failed.tsx";
import type { Project } from "../queries.ts";
import { BudgetBar } from "./budget-bar.tsx";
import { budgetQueries } from "./budget-queries.ts";
import { MoneyBudgetForm } from "./money-budget-form.tsx";
import { TimeValue } from "./time-value.tsx";

interface ProjectBudgetPageProps {
  project: Project;
  /** What a new budget in money starts with. */
  currency: string;
}

/** What a project may take and cost, and how much of it is used. Who may see what, the permissions say. */
export function ProjectBudgetPage({ project, currency }: ProjectBudgetPageProps) {
  const { t } = useTranslation();
  const { can } = useOrganization();
  const maySeeMoney = can("invoices.read") || can("rates.read");
  return (
    <SettingsColumn>
      <Section title={t("projectBudget.time")} text={t("projectBudget.timeText")}>
        <TimeBudget project={project} />
      </Section>
      {maySeeMoney && (
        <Section title={t("projectBudget.money")} text={t("projectBudget.moneyText")}>
          <MoneyBudgetSection project={project} currency={currency} />
        </Section>
      )}
    </SettingsColumn>
  );
}

function TimeBudget({ project }: { project: Project }) {
  const { t, i18n } = useTranslation();
  const { id, can } = useOrganization();
  const mayCount = can("time.manage");
  const progress = useQuery({ ...budgetQueries.time(id, project.id), enabled: mayCount });
  const words = (minutes: number) => formatDuration(minutes, i18n.language);
  const budget = project.budget_minutes;
  const budgetWords = budget === null ? t("projectBudget.noTimeBudget") : words(budget);

  if (!mayCount) return <p className="text-sm">{budgetWords}</p>;
  if (progress.isError) {
    return <RegionFailed error={progress.error} onRetry={() => void progress.refetch()} />;
  }
  if (!progress.data) {
    return (
      <Loading label={t("common.loading")}>
        <Skeleton className="h-4 w-48" />
      </Loading>
    );
  }
  const booked = progress.data.minutes ?? 0;
  const billable = progress.data.billable_minutes ?? 0;
  return (
    <div className="flex flex-col gap-2">
      <BudgetBar
        label={t("projectBudget.time")}
        used={booked}
        budget={budget}
        usedWords={words(booked)}
        budgetWords={budgetWords}
      />
      <p className="text-sm text-muted">
        {t("projectBudget.billable", { duration: words(billable) })}
      </p>
    </div>
  );
}

function MoneyBudgetSection({ project, currency }: ProjectBudgetPageProps) {
  const { t } = useTranslation();
  const { id, can } = useOrganization();
  const budget = useQuery(budgetQueries.money(id, project.id));
  const currencies = useQuery(currenciesQuery());
  const failed = [budget, currencies].find(({ isError }) => isError);
  if (failed) {
    return (
      <RegionFailed
        error={failed.error}
        onRetry={() => {
          void budget.refetch();
          void currencies.refetch();
        }}
      />
    );
  }
  if (budget.data === undefined || !currencies.data) {
    return (
      <Loading label={t("common.loading")}>
        <Skeleton className="h-8 w-64" />
      </Loading>
    );
  }
  return (
    <div className="flex flex-col gap-6">
      {can("rates.read") && (
        <TimeValue project={project} budget={budget.data} currencies={currencies.data} />
      )}
      <MoneyBudgetForm
        // Another version is another beginning.
        key={budget.data?.version ?? 0}
        project={project}
        budget={budget.data}
        currency={currency}
        currencies={currencies.data}
        disabled={!can("invoices.write") || project.archived_at !== null}
      />
    </div>
  );
}

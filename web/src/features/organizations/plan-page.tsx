import { limitedResources } from "@flowdesk/types/organizations";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Section, SettingsColumn } from "#/components/ui/section.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { usageQuery } from "#/lib/usage.ts";
import { useDocumentTitle } from "#/lib/use-document-title.ts";
import { PlanList } from "./components/plan-list.tsx";
import { UsageBar } from "./components/usage-bar.tsx";
import { planQueries } from "./plan-queries.ts";

/** How much of the plan is used, and which other plans there are. */
export function PlanPage() {
  const { t } = useTranslation();
  useDocumentTitle(t("plan.title"));
  const { id } = useOrganization();
  const usage = useQuery(usageQuery(id));
  const plans = useQuery(planQueries.plans());
  const failed = [usage, plans].find(({ isError }) => isError);
  if (failed) {
    return (
      <SettingsColumn>
        <RegionFailed
          error={failed.error}
          onRetry={() => {
            void usage.refetch();
            void plans.refetch();
          }}
        />
      </SettingsColumn>
    );
  }
  if (!usage.data || !plans.data) {
    return (
      <SettingsColumn>
        <Loading label={t("common.loading")}>
          <Skeleton className="h-5 w-40" />
          <Skeleton className="mt-6 h-4 w-full" />
          <Skeleton className="mt-6 h-4 w-full" />
          <Skeleton className="mt-10 h-40 w-full" />
        </Loading>
      </SettingsColumn>
    );
  }
  const current = plans.data.find(({ key }) => key === usage.data.plan);
  return (
    <SettingsColumn>
      <Section
        title={t("plan.usage", { plan: current?.name ?? usage.data.plan })}
        text={t("plan.usageText")}
      >
        <ul className="flex flex-col gap-4">
          {limitedResources.map((resource) => (
            <UsageBar
              key={resource}
              label={t(`plan.${resource}`)}
              used={usage.data[resource]}
              limit={usage.data[`max_${resource}`]}
            />
          ))}
        </ul>
      </Section>
      <Section title={t("plan.plans")} text={t("plan.plansText")}>
        <PlanList plans={plans.data} current={usage.data.plan} />
      </Section>
    </SettingsColumn>
  );
}

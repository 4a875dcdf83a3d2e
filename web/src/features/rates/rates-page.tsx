import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { EmptyState } from "#/components/ui/empty-state.tsx";
import { Section, SettingsColumn } from "#/components/ui/section.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { currenciesQuery } from "#/lib/currencies.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { useDocumentTitle } from "#/lib/use-document-title.ts";
import { RateDialog } from "./components/rate-dialog.tsx";
import { RateTable } from "./components/rate-table.tsx";
import { type Rate, rateQueries } from "./queries.ts";

interface RatesPageProps {
  members: readonly { id: string; name: string }[];
  projects: readonly { id: string; key: string; name: string; colour: string }[];
  /** What new rates start with. */
  currency: string;
}

/** What an hour costs: everybody's, a member's, on a project, or a member's on a project. */
export function RatesPage({ members, projects, currency }: RatesPageProps) {
  const { t } = useTranslation();
  useDocumentTitle(t("rates.title"));
  const { id, can } = useOrganization();
  const rates = useQuery(rateQueries.list(id));
  const currencies = useQuery(currenciesQuery());
  const [opened, setOpened] = useState<Rate | "new">();
  const isEditable = can("rates.manage");
  const failed = [rates, currencies].find(({ isError }) => isError);
  const addButton = isEditable && (
    <Button variant="primary" disabled={!currencies.data} onClick={() => setOpened("new")}>
      <Plus aria-hidden />
      {t("rates.add")}
    </Button>
  );

  return (
    <SettingsColumn wide>
      <Section
        title={t("rates.title")}
        text={t("rates.text")}
        actions={rates.data && rates.data.length > 0 ? addButton : undefined}
      >
        {failed ? (
          <RegionFailed
            error={failed.error}
            onRetry={() => {
              void rates.refetch();
              void currencies.refetch();
            }}
          />
        ) : !rates.data || !currencies.data ? (
          <Loading label={t("common.loading")}>
            {["w-1/3", "w-1/2", "w-2/5"].map((width) => (
              <Skeleton key={width} className={`mt-4 h-4 ${width}`} />
            ))}
          </Loading>
        ) : rates.data.length === 0 ? (
          <EmptyState title={t("rates.emptyTitle")} action={addButton}>
            {isEditable ? t("rates.emptyText") : t("rates.emptyReadOnly")}
          </EmptyState>
        ) : (
          <RateTable
            rates={rates.data}
            currencies={currencies.data}
            isEditable={isEditable}
            onEdit={setOpened}
          />
        )}
      </Section>
      {opened && currencies.data && (
        <RateDialog
          rate={opened === "new" ? undefined : opened}
          currencies={currencies.data}
          currency={currency}
          members={members}
          projects={projects}
          onClose={() => setOpened(undefined)}
        />
      )}
    </SettingsColumn>
  );
}

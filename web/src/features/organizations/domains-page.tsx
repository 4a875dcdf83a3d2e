import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { NothingDrawing } from "#/components/ui/drawings.tsx";
import { EmptyState } from "#/components/ui/empty-state.tsx";
import { Section, SettingsColumn } from "#/components/ui/section.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { useDocumentTitle } from "#/lib/use-document-title.ts";
import { AddDomainForm } from "./components/add-domain-form.tsx";
import { DomainRow } from "./components/domain-row.tsx";
import { domainQueries } from "./domain-queries.ts";

/** The hostnames under which the organization is reached. */
export function DomainsPage() {
  const { t } = useTranslation();
  useDocumentTitle(t("domains.title"));
  const { id, can } = useOrganization();
  const domains = useQuery(domainQueries.list(id));
  return (
    <SettingsColumn>
      <Section title={t("domains.title")} text={t("domains.text")}>
        {can("domains.manage") && <AddDomainForm />}
        {domains.isPending ? (
          <Loading label={t("common.loading")} className="mt-4">
            <Skeleton className="h-16 w-full" />
          </Loading>
        ) : domains.isError ? (
          <RegionFailed error={domains.error} onRetry={() => void domains.refetch()} />
        ) : domains.data.length === 0 ? (
          <EmptyState drawing={<NothingDrawing />} title={t("domains.emptyTitle")}>
            {can("domains.manage") ? t("domains.emptyText") : t("domains.emptyReader")}
          </EmptyState>
        ) : (
          <ul className="mt-4 rounded-panel border border-hairline">
            {domains.data.map((domain) => (
              <DomainRow key={domain.id} domain={domain} />
            ))}
          </ul>
        )}
      </Section>
    </SettingsColumn>
  );
}

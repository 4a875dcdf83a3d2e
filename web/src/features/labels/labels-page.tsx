import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { EmptyState } from "#/components/ui/empty-state.tsx";
import { Section, SettingsColumn } from "#/components/ui/section.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { useDocumentTitle } from "#/lib/use-document-title.ts";
import { AddLabelForm } from "./components/add-label-form.tsx";
import { LabelRow } from "./components/label-row.tsx";
import { labelQueries } from "./queries.ts";

/** The words that tasks of all projects are sorted by. */
export function LabelsPage() {
  const { t } = useTranslation();
  useDocumentTitle(t("labels.title"));
  const { id, can } = useOrganization();
  const labels = useQuery(labelQueries.list(id));
  const isEditable = can("projects.write");
  return (
    <SettingsColumn>
      <Section title={t("labels.title")} text={t("labels.text")}>
        {labels.isPending ? (
          <Loading label={t("common.loading")}>
            {["w-32", "w-24", "w-40"].map((width) => (
              <Skeleton key={width} className={`mt-4 h-4 ${width}`} />
            ))}
          </Loading>
        ) : labels.isError ? (
          <RegionFailed error={labels.error} onRetry={() => void labels.refetch()} />
        ) : (
          <div className="flex flex-col gap-4">
            {isEditable && <AddLabelForm labels={labels.data} />}
            {labels.data.length === 0 ? (
              <EmptyState title={t("labels.emptyTitle")}>
                {isEditable ? t("labels.emptyText") : t("labels.emptyReadOnly")}
              </EmptyState>
            ) : (
              <ul
                aria-label={t("labels.title")}
                className="rounded-panel border border-hairline [&>li:last-child]:border-b-0"
              >
                {labels.data.map((label) => (
                  <LabelRow key={label.id} label={label} isEditable={isEditable} />
                ))}
              </ul>
            )}
          </div>
        )}
      </Section>
    </SettingsColumn>
  );
}

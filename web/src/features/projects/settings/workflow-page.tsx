import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Section, SettingsColumn } from "#/components/ui/section.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { RegionFailed } from "#/lib/region-failed.tsx";
import type { Project } from "../queries.ts";
import { AddStatusForm } from "./add-status-form.tsx";
import { StatusList } from "./status-list.tsx";
import { TransitionRule } from "./transition-rule.tsx";
import { workflowQueries } from "./workflow-queries.ts";

/** The stages of a project's work, and the ways between them. */
export function ProjectWorkflowPage({ project }: { project: Project }) {
  const { t } = useTranslation();
  const { id, can } = useOrganization();
  const transitions = useQuery(workflowQueries.transitions(id, project.id));
  const isEditable = can("projects.write") && project.archived_at === null;
  return (
    <SettingsColumn wide>
      <Section title={t("workflow.statuses")} text={t("workflow.statusesText")}>
        <StatusList
          project={project}
          transitions={transitions.data ?? []}
          isEditable={isEditable}
        />
        {isEditable && <AddStatusForm project={project} />}
      </Section>
      <Section title={t("workflow.transitions")} text={t("workflow.transitionsText")}>
        {transitions.isPending ? (
          <Loading label={t("common.loading")}>
            <Skeleton className="h-5 w-64" />
            <Skeleton className="mt-4 h-32 w-full" />
          </Loading>
        ) : transitions.isError ? (
          <RegionFailed error={transitions.error} onRetry={() => void transitions.refetch()} />
        ) : (
          <TransitionRule
            project={project}
            transitions={transitions.data}
            isEditable={isEditable}
          />
        )}
      </Section>
    </SettingsColumn>
  );
}

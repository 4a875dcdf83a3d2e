import { useQuery } from "@tanstack/react-query";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { ProjectBudgetPage } from "#/features/projects/settings/budget-page.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { useProjectOfAddress } from "../use-project-of-address.ts";

export function ProjectBudgetRoute() {
  const { id } = useOrganization();
  const project = useProjectOfAddress();
  const { data: settings } = useQuery(organizationQueries.settings(id));
  return (
    project && (
      <ProjectBudgetPage
        key={project.id}
        project={project}
        currency={settings?.currency ?? "EUR"}
      />
    )
  );
}

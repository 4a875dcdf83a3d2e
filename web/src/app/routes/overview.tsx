import { useQuery } from "@tanstack/react-query";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { OverviewPage } from "#/features/overview/overview-page.tsx";
import { projectQueries } from "#/features/projects/queries.ts";
import { useOrganization } from "#/lib/organization.tsx";

export function OverviewRoute() {
  const { id, slug } = useOrganization();
  const { data: projects = [] } = useQuery(projectQueries.names(id));
  const { data: members = [] } = useQuery(organizationQueries.members(id));
  return <OverviewPage org={id} slug={slug} projects={projects} members={members} />;
}

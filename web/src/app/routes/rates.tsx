import { useQuery } from "@tanstack/react-query";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { projectQueries } from "#/features/projects/queries.ts";
import { RatesPage } from "#/features/rates/rates-page.tsx";
import { useOrganization } from "#/lib/organization.tsx";

export function RatesRoute() {
  const { id } = useOrganization();
  const { data: members = [] } = useQuery(organizationQueries.members(id));
  const { data: projects = [] } = useQuery(projectQueries.names(id));
  const { data: settings } = useQuery(organizationQueries.settings(id));
  return <RatesPage members={members} projects={projects} currency={settings?.currency ?? "EUR"} />;
}

import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { ProjectListPage } from "#/features/projects/project-list-page.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";

export function ProjectsRoute() {
  const navigate = useNavigate();
  const { id, slug } = useOrganization();
  const { data: members = [] } = useQuery(organizationQueries.members(id));
  return (
    <ProjectListPage
      members={members}
      onOpen={({ key }) => void navigate(paths.board(slug, key))}
    />
  );
}

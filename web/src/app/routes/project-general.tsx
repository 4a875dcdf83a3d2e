import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { ProjectGeneralPage } from "#/features/projects/settings/general-page.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import { useProjectOfAddress } from "../use-project-of-address.ts";

export function ProjectGeneralRoute() {
  const navigate = useNavigate();
  const { id, slug } = useOrganization();
  const project = useProjectOfAddress();
  const { data: members = [] } = useQuery(organizationQueries.members(id));
  return (
    project && (
      <ProjectGeneralPage
        key={project.id}
        project={project}
        members={members}
        onDeleted={() => void navigate(paths.projects(slug))}
      />
    )
  );
}

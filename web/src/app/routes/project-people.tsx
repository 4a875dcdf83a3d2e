import { useQuery } from "@tanstack/react-query";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { ProjectPeoplePage } from "#/features/projects/settings/people-page.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { useSession } from "#/lib/session.ts";
import { useProjectOfAddress } from "../use-project-of-address.ts";

export function ProjectPeopleRoute() {
  const { id } = useOrganization();
  const userId = useSession()?.user.id ?? "";
  const project = useProjectOfAddress();
  const { data: members = [] } = useQuery(organizationQueries.members(id));
  return (
    project && (
      <ProjectPeoplePage key={project.id} project={project} userId={userId} members={members} />
    )
  );
}

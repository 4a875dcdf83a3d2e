import { useQuery } from "@tanstack/react-query";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { projectQueries } from "#/features/projects/queries.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { useSession } from "#/lib/session.ts";
import { ownTimezone } from "#/lib/zoned.ts";

/** What the pages about time need to know of what surrounds it. */
export function useTimeWorld() {
  const { id, can } = useOrganization();
  const userId = useSession()?.user.id ?? "";
  const { data: projects = [] } = useQuery(projectQueries.names(id));
  const { data: members = [] } = useQuery(organizationQueries.members(id));
  const { data: settings } = useQuery(organizationQueries.settings(id));
  return {
    userId,
    projects,
    members,
    // Until it is known, and for whoever may not read the organization, that of the browser.
    timezone: settings?.timezone ?? ownTimezone(),
    mayManage: can("time.manage"),
  };
}

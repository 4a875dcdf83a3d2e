import { useQuery } from "@tanstack/react-query";
import { MembersPage } from "#/features/members/members-page.tsx";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { useSession } from "#/lib/session.ts";

export function MembersRoute() {
  const session = useSession();
  const { id } = useOrganization();
  const { data: usage } = useQuery(organizationQueries.usage(id));
  return (
    <MembersPage
      userId={session?.user.id ?? ""}
      room={usage && { limit: usage.max_members, used: usage.members }}
    />
  );
}

import { useQuery } from "@tanstack/react-query";
import { MembersPage } from "#/features/members/members-page.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { useSession } from "#/lib/session.ts";
import { usageQuery } from "#/lib/usage.ts";

export function MembersRoute() {
  const session = useSession();
  const { id } = useOrganization();
  const { data: usage } = useQuery(usageQuery(id));
  return (
    <MembersPage
      userId={session?.user.id ?? ""}
      room={usage && { limit: usage.max_members, used: usage.members }}
    />
  );
}

import { useQuery } from "@tanstack/react-query";
import { invitationQueries } from "#/features/invitations/queries.ts";

/** How much of the inbox nobody has answered yet. */
export function useInboxCount(): number {
  const { data } = useQuery(invitationQueries.received());
  return data?.length ?? 0;
}

import type { InvitationCreate } from "@flowdesk/types/members";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";
import { type Member, peopleQueries } from "./queries.ts";

const issuedSchema = z.object({ email: z.string(), token: z.string(), expires_at: z.string() });

/** An invitation with its link's token, which is told this once. */
export type IssuedInvitation = z.infer<typeof issuedSchema>;

/** Gives a member another role; the list shows it at once and takes it back when it is refused. */
export function useChangeRole(org: string) {
  return useChangeMember(
    org,
    ({ id, role }: { id: string; role: string }) =>
      request(supabase.rpc("change_member_role", { organization_id: org, user_id: id, role })),
    (member, { role }) => ({ ...member, role }),
  );
}

/** Shuts a member out, or lets them in again. */
export function useSetActive(org: string) {
  return useChangeMember(
    org,
    ({ id, isActive }: { id: string; isActive: boolean }) =>
      request(
        supabase.rpc(isActive ? "restore_member" : "suspend_member", {
          organization_id: org,
          user_id: id,
        }),
      ),
    (member, { isActive }) => ({ ...member, isActive }),
  );
}

/** Ends a membership. What the person wrote stays. */
export function useRemoveMember(org: string) {
  return useChangeMember(
    org,
    ({ id }: { id: string }) =>
      request(supabase.rpc("remove_member", { organization_id: org, user_id: id })),
    () => undefined,
  );
}

/** Asks somebody in. */
export function useInviteMember(org: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (values: InvitationCreate) =>
      issuedSchema.parse(
        await request(supabase.rpc("invite_member", { organization_id: org, ...values })),
      ),
    onSuccess: () => invalidateInvitations(queryClient, org),
  });
}

/** Renews an invitation; only its new link works from then on. */
export function useResendInvitation(org: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) =>
      issuedSchema.parse(await request(supabase.rpc("resend_invitation", { id }))),
    onSettled: () => invalidateInvitations(queryClient, org),
  });
}

/** Takes an invitation back. */
export function useRevokeInvitation(org: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request(supabase.rpc("revoke_invitation", { id })),
    onSettled: () => invalidateInvitations(queryClient, org),
  });
}

function invalidateInvitations(queryClient: QueryClient, org: string) {
  return queryClient.invalidateQueries({ queryKey: peopleQueries.invitations(org).queryKey });
}

/** Shows a change of one member before the server has agreed; undefined takes them off the list. */
function useChangeMember<Change extends { id: string }>(
  org: string,
  send: (change: Change) => Promise<unknown>,
  apply: (member: Member, change: Change) => Member | undefined,
) {
  const queryClient = useQueryClient();
  const { queryKey } = peopleQueries.members(org);
  return useMutation({
    mutationFn: send,
    onMutate: async (change) => {
      await queryClient.cancelQueries({ queryKey });
      const before = queryClient.getQueryData(queryKey);
      queryClient.setQueryData(queryKey, (members) =>
        members?.flatMap((member) => {
          const changed = member.id === change.id ? apply(member, change) : member;
          return changed ? [changed] : [];
        }),
      );
      return { before };
    },
    onError: (_error, _change, context) => queryClient.setQueryData(queryKey, context?.before),
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey });
      // Menus of assignees, and what one may do oneself.
      await queryClient.invalidateQueries({ queryKey: ["org", org, "members"] });
      await queryClient.invalidateQueries({ queryKey: ["org", org, "permissions"] });
    },
  });
}

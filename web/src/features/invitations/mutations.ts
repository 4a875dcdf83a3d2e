import { useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";

/** Names an invitation by its link, or by its id where it was sent to the person's own address. */
export type InvitationName = { token: string } | { id: string };

/** Joins the organization; answers where it is. */
export function useAcceptInvitation() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (name: InvitationName) => {
      const { organization_id: id } = await request(supabase.rpc("accept_invitation", name));
      return request(supabase.from("organizations").select("slug, name").eq("id", id).single());
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["me"] }),
  });
}

/** Says no. */
export function useDeclineInvitation() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (name: InvitationName) => request(supabase.rpc("decline_invitation", name)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["me", "invitations"] }),
  });
}

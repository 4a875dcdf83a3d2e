import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";

const previewSchema = z.object({
  organization_name: z.string(),
  role_name: z.string(),
  inviter_name: z.string().nullable(),
  email_hint: z.string(),
  expires_at: z.string(),
});
const receivedSchema = z.array(
  previewSchema.omit({ email_hint: true }).extend({ id: z.uuid(), created_at: z.string() }),
);

export type InvitationPreview = z.infer<typeof previewSchema>;
export type ReceivedInvitation = z.infer<typeof receivedSchema>[number];

/** Invitations as the invited person sees them. */
export const invitationQueries = {
  preview: (token: string) =>
    queryOptions({
      queryKey: ["invitation", token] as const,
      queryFn: ({ signal }) => fetchPreview(token, signal),
      staleTime: 60_000,
    }),
  received: () =>
    queryOptions({
      queryKey: ["me", "invitations"] as const,
      queryFn: ({ signal }) => fetchReceived(signal),
    }),
};

/** What the link says before one signs in. */
async function fetchPreview(token: string, signal: AbortSignal): Promise<InvitationPreview> {
  return previewSchema.parse(
    await request(supabase.rpc("preview_invitation", { token }).abortSignal(signal)),
  );
}

/** The open invitations to one's own address, the newest first. */
async function fetchReceived(signal: AbortSignal): Promise<ReceivedInvitation[]> {
  return receivedSchema.parse(
    await request(supabase.rpc("received_invitations").abortSignal(signal)),
  );
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "#/lib/request.ts";
import { signOutEverywhere, signOutOthers } from "#/lib/session.ts";
import { supabase } from "#/lib/supabase.ts";
import { accountQueries } from "./queries.ts";

/** Ends one session. It is not renewed any more; its last token runs out by itself. */
export function useEndSession() {
  const refresh = useRefreshSessions();
  return useMutation({
    mutationFn: (id: string) => request(supabase.rpc("end_session", { id })),
    onSettled: refresh,
  });
}

/** Ends every session but this one. */
export function useSignOutOthers() {
  const refresh = useRefreshSessions();
  return useMutation({ mutationFn: signOutOthers, onSettled: refresh });
}

/** Ends every session; this browser leads to the sign-in page. */
export function useSignOutEverywhere() {
  return useMutation({ mutationFn: signOutEverywhere });
}

function useRefreshSessions() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: accountQueries.sessions().queryKey });
}

import type { Session } from "@supabase/supabase-js";
import { useSyncExternalStore } from "react";
import { supabase } from "./supabase.ts";

let current: Session | null = null;
let leftOnPurpose = false;
const listeners = new Set<() => void>();

/** Settles once the stored session was read, and renewed where it had expired. */
export const sessionReady: Promise<void> = supabase.auth.getSession().then(({ data }) => {
  current = data.session;
});

supabase.auth.onAuthStateChange((_event, session) => {
  current = session;
  if (session) leftOnPurpose = false;
  // The socket must speak with the new token, or the server closes its channels when the old one ends.
  void supabase.realtime.setAuth(session?.access_token ?? null);
  for (const listener of listeners) listener();
});

/** The session as it is now; null when nobody is signed in. */
export function currentSession(): Session | null {
  return current;
}

/** Signs out of this browser. Other devices stay signed in. */
export async function signOut(): Promise<void> {
  leftOnPurpose = true;
  // Also when the server cannot be reached the stored session is removed, which is what was asked for.
  await supabase.auth.signOut({ scope: "local" });
}

/** Whether the person chose to leave; whoever signs in next need not land where this one was. */
export function hasLeftOnPurpose(): boolean {
  return leftOnPurpose;
}

/** Calls `listener` whenever somebody signs in or out, also in another tab, and on each token refresh. */
export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The session, following changes. */
export function useSession(): Session | null {
  return useSyncExternalStore(onSessionChange, currentSession);
}

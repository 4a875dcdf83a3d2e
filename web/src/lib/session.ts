import type { Session } from "@supabase/supabase-js";
import { useSyncExternalStore } from "react";
import { toAppError } from "./app-error.ts";
import { sessionStorageKey } from "./session-storage-key.ts";

let current: Session | null = null;
let leftOnPurpose = false;
let following: ReturnType<typeof follow> | undefined;
const listeners = new Set<() => void>();

/**
 * Settles once the stored session was read, and renewed where it had expired. A stranger does not wait for the
 * client to be loaded, which is a third of all we send.
 */
export const sessionReady: Promise<unknown> = mayHaveSession()
  ? followAuth()
  : Promise.resolve(undefined);

// Signed in in another tab.
window.addEventListener("storage", ({ key }) => {
  if (key === sessionStorageKey) void followAuth();
});

/** The auth client; from the first call on, its sessions are ours. */
export function followAuth(): ReturnType<typeof follow> {
  following ??= follow();
  // A chunk that could not be loaded is worth another try.
  following.catch(() => {
    following = undefined;
  });
  return following;
}

/** The session as it is now; null when nobody is signed in. */
export function currentSession(): Session | null {
  return current;
}

/** Signs out of this browser. Other devices stay signed in. */
export async function signOut(): Promise<void> {
  leftOnPurpose = true;
  const auth = await followAuth();
  // Also when the server cannot be reached the stored session is removed, which is what was asked for.
  await auth.signOut({ scope: "local" });
}

/** Ends every session of the person: here, in every other browser, on every device. */
export async function signOutEverywhere(): Promise<void> {
  leftOnPurpose = true;
  const auth = await followAuth();
  const { error } = await auth.signOut({ scope: "global" });
  if (!error) return;
  leftOnPurpose = false;
  throw toAppError(error, error.status ?? 0);
}

/** Ends every session of the person but this one. */
export async function signOutOthers(): Promise<void> {
  const auth = await followAuth();
  const { error } = await auth.signOut({ scope: "others" });
  if (error) throw toAppError(error, error.status ?? 0);
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

async function follow() {
  const { supabase } = await import("./supabase.ts");
  supabase.auth.onAuthStateChange((_event, session) => {
    current = session;
    if (session) leftOnPurpose = false;
    // The socket must speak with the new token, or the server closes its channels when the old one ends.
    void supabase.realtime.setAuth(session?.access_token ?? null);
    for (const listener of listeners) listener();
  });
  const { data } = await supabase.auth.getSession();
  current = data.session;
  return supabase.auth;
}

/** A stored session, or an address that carries one: the way back from a confirmation mail. */
function mayHaveSession(): boolean {
  const { search, hash } = window.location;
  const carriesOne = /[?&]code=/.test(search) || /(^#|&)access_token=/.test(hash);
  return carriesOne || isStored();
}

function isStored(): boolean {
  try {
    return localStorage.getItem(sessionStorageKey) !== null;
  } catch {
    return false;
  }
}

import { queryOptions } from "@tanstack/react-query";
import { authRequest } from "#/lib/auth-request.ts";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";

export type Profile = Awaited<ReturnType<typeof fetchProfile>>;
export type SignedInSession = Awaited<ReturnType<typeof fetchSessions>>[number];
export type Factor = Awaited<ReturnType<typeof fetchFactors>>[number];

export const profileColumns = "id, display_name, avatar_path, locale, timezone, version" as const;

/** What belongs to the person, whatever the organization. */
export const accountQueries = {
  all: () => ["me"] as const,
  profile: (userId: string) =>
    queryOptions({
      queryKey: ["me", "profile", userId] as const,
      queryFn: ({ signal }) => fetchProfile(userId, signal),
      staleTime: 5 * 60_000,
    }),
  factors: () =>
    queryOptions({
      queryKey: ["me", "second-factors", "all"] as const,
      queryFn: fetchFactors,
    }),
  sessions: () =>
    queryOptions({
      queryKey: ["me", "sessions"] as const,
      queryFn: ({ signal }) => fetchSessions(signal),
    }),
};

function fetchProfile(userId: string, signal: AbortSignal) {
  return request(
    supabase.from("profiles").select(profileColumns).eq("id", userId).abortSignal(signal).single(),
  );
}

/** The authenticators of the person, those included whose set-up was never finished. */
async function fetchFactors() {
  const { all } = await authRequest((auth) => auth.mfa.listFactors());
  return all.map(({ id, friendly_name, created_at, status }) => ({
    id,
    name: friendly_name ?? "",
    createdAt: created_at,
    isVerified: status === "verified",
  }));
}

/** Where the person is signed in: this session first, then the ones used last. */
async function fetchSessions(signal: AbortSignal) {
  const rows = await request(supabase.rpc("my_sessions").abortSignal(signal));
  return rows.map(({ id, user_agent, ip, created_at, last_used_at, is_current }) => ({
    id,
    userAgent: user_agent,
    ip,
    createdAt: created_at,
    lastUsedAt: last_used_at,
    isCurrent: is_current,
  }));
}

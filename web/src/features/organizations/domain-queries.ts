import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";

// Nobody needs more names than this, and a list is never unbounded.
const maxDomains = 100;

export type Domain = Awaited<ReturnType<typeof fetchDomains>>[number];

export const domainQueries = {
  list: (org: string) =>
    queryOptions({
      queryKey: ["org", org, "domains"] as const,
      queryFn: ({ signal }) => fetchDomains(org, signal),
    }),
};

function fetchDomains(org: string, signal: AbortSignal) {
  return request(
    supabase
      .from("organization_domains")
      .select("id, hostname, verification_token, verified_at, checked_at, is_primary")
      .eq("organization_id", org)
      .order("created_at")
      .order("id")
      .limit(maxDomains)
      .abortSignal(signal),
  );
}

/** Claims a hostname. It counts once its DNS says so. */
export function useAddDomain(org: string) {
  return useDomainMutation(org, (hostname: string) =>
    request(
      supabase
        .from("organization_domains")
        .insert({ organization_id: org, hostname })
        .select("id")
        .single(),
    ),
  );
}

/** Makes a verified domain the one that links lead to. */
export function useSetPrimaryDomain(org: string) {
  return useDomainMutation(org, (id: string) =>
    request(supabase.rpc("set_primary_domain", { id })),
  );
}

/** Gives a hostname up. */
export function useRemoveDomain(org: string) {
  return useDomainMutation(org, (id: string) =>
    request(supabase.from("organization_domains").delete().eq("organization_id", org).eq("id", id)),
  );
}

function useDomainMutation<Value, Result>(
  org: string,
  mutationFn: (value: Value) => Promise<Result>,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => queryClient.invalidateQueries({ queryKey: domainQueries.list(org).queryKey }),
  });
}

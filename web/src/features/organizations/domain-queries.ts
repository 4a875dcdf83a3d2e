import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { AppError, asAppError } from "#/lib/app-error.ts";
import { invoke } from "#/lib/invoke.ts";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";

// Nobody needs more names than this, and a list is never unbounded.
const maxDomains = 100;

// https://www.postgresql.org/docs/17/errcodes-appendix.html
const checkViolation = "23514";

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
  return useDomainMutation(org, async (hostname: string) => {
    try {
      return await request(
        supabase
          .from("organization_domains")
          .insert({ organization_id: org, hostname })
          .select("id")
          .single(),
      );
    } catch (error) {
      throw namedRefusal(asAppError(error));
    }
  });
}

/** A constraint of the table has no code of ours; this one is about what a person typed. */
function namedRefusal(error: AppError): AppError {
  if (error.code !== checkViolation) return error;
  return new AppError({ code: "hostname_invalid", message: error.message, status: error.status });
}

/** Makes a verified domain the one that links lead to. */
export function useSetPrimaryDomain(org: string) {
  return useDomainMutation(org, (id: string) =>
    request(supabase.rpc("set_primary_domain", { id })),
  );
}

const verificationSchema = z.object({
  verified_at: z.string().nullable(),
  records_seen: z.array(z.string()),
});

/** Has DNS asked whether the hostname is the organization's. */
export function useVerifyDomain(org: string) {
  return useDomainMutation(org, (id: string) =>
    invoke(`domains/${id}/verify`, { method: "POST", schema: verificationSchema }),
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

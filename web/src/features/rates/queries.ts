import type { RateCreate, RateUpdate } from "@flowdesk/types/rates";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { unlessChanged } from "#/lib/changed-meanwhile.ts";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";

// An organization with more prices than this has a price list, not rates.
const maxRates = 1_000;

export type Rate = Awaited<ReturnType<typeof fetchRates>>[number];

export const rateQueries = {
  all: (org: string) => ["org", org, "rates"] as const,
  list: (org: string) =>
    queryOptions({
      queryKey: [...rateQueries.all(org), "list"] as const,
      queryFn: ({ signal }) => fetchRates(org, signal),
    }),
};

export function useCreateRate(org: string) {
  return useRateMutation(org, (rate: RateCreate) =>
    request(supabase.from("rates").insert({ ...rate, organization_id: org })),
  );
}

/** Changes a rate, unless somebody else did since it was read. */
export function useUpdateRate(org: string) {
  return useRateMutation(
    org,
    async ({ rate, changes }: { rate: Pick<Rate, "id" | "version">; changes: RateUpdate }) =>
      unlessChanged(
        await request(
          supabase
            .from("rates")
            .update(changes)
            .eq("organization_id", org)
            .eq("id", rate.id)
            .eq("version", rate.version)
            .select("id")
            .maybeSingle(),
        ),
      ),
  );
}

export function useDeleteRate(org: string) {
  return useRateMutation(org, async (rate: Pick<Rate, "id">) =>
    unlessChanged(
      await request(
        supabase
          .from("rates")
          .delete()
          .eq("organization_id", org)
          .eq("id", rate.id)
          .select("id")
          .maybeSingle(),
      ),
    ),
  );
}

function useRateMutation<Variables>(
  org: string,
  mutationFn: (variables: Variables) => Promise<unknown>,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: rateQueries.all(org) });
      // What time is worth.
      await queryClient.invalidateQueries({ queryKey: ["org", org, "budgets"] });
    },
  });
}

function fetchRates(org: string, signal: AbortSignal) {
  return request(
    supabase
      .from("rates")
      .select(
        "id, project_id, user_id, amount_minor, currency, valid_from, version, projects(name, colour), profiles!user_id(display_name)",
      )
      .eq("organization_id", org)
      .order("created_at")
      .order("id")
      .limit(maxRates)
      .abortSignal(signal),
  );
}

import type { ProjectBudgetCreate } from "@flowdesk/types/rates";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { unlessChanged } from "#/lib/changed-meanwhile.ts";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";

// Before anybody could book anything.
const beginning = "1900-01-01";

export type MoneyBudget = NonNullable<Awaited<ReturnType<typeof fetchMoneyBudget>>>;

/** What a project may take and cost, and what it has. Below a key of its own: time and rates change it too. */
export const budgetQueries = {
  all: (org: string) => ["org", org, "budgets"] as const,
  time: (org: string, projectId: string) =>
    queryOptions({
      queryKey: [...budgetQueries.all(org), "time", projectId] as const,
      queryFn: ({ signal }) =>
        request(supabase.rpc("project_progress", { project_id: projectId }).abortSignal(signal)),
    }),
  money: (org: string, projectId: string) =>
    queryOptions({
      queryKey: [...budgetQueries.all(org), "money", projectId] as const,
      queryFn: ({ signal }) => fetchMoneyBudget(org, projectId, signal),
    }),
  value: (org: string, projectId: string, until: string) =>
    queryOptions({
      queryKey: [...budgetQueries.all(org), "value", projectId, until] as const,
      queryFn: ({ signal }) =>
        request(
          supabase
            .rpc("time_value", {
              organization_id: org,
              project_id: projectId,
              from_date: beginning,
              to_date: until,
            })
            .abortSignal(signal),
        ),
    }),
};

/** Sets what a project may cost, or takes the limit away; refused where somebody else was first. */
export function useSetMoneyBudget(org: string, projectId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({
      seen,
      budget,
    }: {
      seen: MoneyBudget | null;
      budget: ProjectBudgetCreate | null;
    }) => {
      const table = supabase.from("project_budgets");
      if (seen === null) {
        if (!budget) return;
        await request(table.insert({ ...budget, organization_id: org, project_id: projectId }));
        return;
      }
      unlessChanged(
        await request(
          (budget ? table.update(budget) : table.delete())
            .eq("organization_id", org)
            .eq("project_id", projectId)
            .eq("version", seen.version)
            .select("version")
            .maybeSingle(),
        ),
      );
    },
    onSettled: () =>
      queryClient.invalidateQueries({ queryKey: budgetQueries.money(org, projectId).queryKey }),
  });
}

/** Null where there is none, or none that the person may see. */
function fetchMoneyBudget(org: string, projectId: string, signal: AbortSignal) {
  return request(
    supabase
      .from("project_budgets")
      .select("amount_minor, currency, version")
      .eq("organization_id", org)
      .eq("project_id", projectId)
      .abortSignal(signal)
      .maybeSingle(),
  );
}

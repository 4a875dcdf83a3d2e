import type { PlanRequest } from "@flowdesk/types/organizations";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";

export type Plan = Awaited<ReturnType<typeof fetchPlans>>[number];

export const planQueries = {
  /** The same for everybody. */
  plans: () =>
    queryOptions({
      queryKey: ["plans"] as const,
      queryFn: ({ signal }) => fetchPlans(signal),
      staleTime: 60 * 60_000,
    }),
  openRequest: (org: string) =>
    queryOptions({
      queryKey: ["org", org, "plan-request"] as const,
      queryFn: ({ signal }) => fetchOpenRequest(org, signal),
    }),
};

function fetchPlans(signal: AbortSignal) {
  return request(
    supabase
      .from("plans")
      .select("key, name, price_minor, currency, max_projects, max_tasks, max_members")
      .order("position")
      .limit(20)
      .abortSignal(signal),
  );
}

/** The wish for another plan that operators have not answered; null if there is none. */
function fetchOpenRequest(org: string, signal: AbortSignal) {
  return request(
    supabase
      .from("plan_requests")
      .select("id, plan, created_at")
      .eq("organization_id", org)
      .eq("status", "open")
      .abortSignal(signal)
      .maybeSingle(),
  );
}

/** Tells the operators which plan is wished for. */
export function useRequestPlan(org: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (values: PlanRequest) =>
      request(supabase.rpc("request_plan", { organization_id: org, ...values })),
    onSettled: () =>
      queryClient.invalidateQueries({ queryKey: planQueries.openRequest(org).queryKey }),
  });
}

/** Takes the wish back. */
export function useWithdrawPlanRequest(org: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => request(supabase.rpc("withdraw_plan_request", { organization_id: org })),
    onSettled: () =>
      queryClient.invalidateQueries({ queryKey: planQueries.openRequest(org).queryKey }),
  });
}

import { queryOptions } from "@tanstack/react-query";
// The small build of zod: boards and dialogs of every kind ask for this.
import * as z from "zod/mini";
import { request } from "./request.ts";
import { supabase } from "./supabase.ts";

const limit = z.nullable(z.int());
const usageSchema = z.object({
  plan: z.string(),
  projects: z.int(),
  max_projects: limit,
  tasks: z.int(),
  max_tasks: limit,
  members: z.int(),
  max_members: limit,
});

/** What an organization has and what its plan allows; null is no limit. */
export type Usage = z.infer<typeof usageSchema>;

export function usageQuery(org: string) {
  return queryOptions({
    queryKey: ["org", org, "usage"] as const,
    queryFn: ({ signal }) => fetchUsage(org, signal),
  });
}

async function fetchUsage(org: string, signal: AbortSignal): Promise<Usage> {
  return usageSchema.parse(
    await request(supabase.rpc("organization_usage", { organization_id: org }).abortSignal(signal)),
  );
}

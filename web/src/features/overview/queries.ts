import { taskStatisticsSchema } from "@flowdesk/types/statistics";
import { queryOptions } from "@tanstack/react-query";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";

export const overviewQueries = {
  tasks: (org: string) =>
    queryOptions({
      queryKey: ["org", org, "task-statistics"] as const,
      queryFn: ({ signal }) => fetchTaskStatistics(org, signal),
    }),
};

async function fetchTaskStatistics(org: string, signal: AbortSignal) {
  return taskStatisticsSchema.parse(
    await request(supabase.rpc("task_statistics", { organization_id: org }).abortSignal(signal)),
  );
}

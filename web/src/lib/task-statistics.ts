import { type TaskStatistics, taskStatisticsSchema } from "@flowdesk/types/statistics";
import { request } from "./request.ts";
import { supabase } from "./supabase.ts";

/** How many tasks one sees in an organization, by status, project, person and priority. */
export async function fetchTaskStatistics(
  org: string,
  signal: AbortSignal,
): Promise<TaskStatistics> {
  return taskStatisticsSchema.parse(
    await request(supabase.rpc("task_statistics", { organization_id: org }).abortSignal(signal)),
  );
}

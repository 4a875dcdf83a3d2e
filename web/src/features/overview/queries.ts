import { queryOptions } from "@tanstack/react-query";
import { fetchTaskStatistics } from "#/lib/task-statistics.ts";

export const overviewQueries = {
  tasks: (org: string) =>
    queryOptions({
      queryKey: ["org", org, "task-statistics"] as const,
      queryFn: ({ signal }) => fetchTaskStatistics(org, signal),
    }),
};

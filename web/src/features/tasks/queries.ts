import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request, requestCounted } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";

/** What a card shows, and what a change needs. */
const cardColumns =
  "id, project_id, number, title, status, priority, assignee_id, reporter_id, due_date, position, version" as const;

/** How many cards of a column are fetched at first, and how many more at each wish. */
export const columnStep = 100;

export type BoardTask = Awaited<ReturnType<typeof fetchTasksByIds>>[number];
export type TaskDetail = NonNullable<Awaited<ReturnType<typeof fetchTask>>>;

/** One project's board as far as it is loaded. */
export interface Board {
  /** The loaded tasks of all columns, in no order. */
  tasks: BoardTask[];
  columns: Record<string, BoardColumn>;
}

interface BoardColumn {
  /** How many tasks are in it, loaded or not. */
  total: number;
  /** The position of the first one that is not loaded; null when all are. */
  nextPosition: string | null;
}

export const taskQueries = {
  all: (org: string) => ["org", org, "tasks"] as const,
  boards: (org: string) => [...taskQueries.all(org), "board"] as const,
  projectBoards: (org: string, projectId: string) =>
    [...taskQueries.boards(org), projectId] as const,
  board: (org: string, projectId: string, statuses: readonly string[], perColumn: number) =>
    queryOptions({
      queryKey: [...taskQueries.projectBoards(org, projectId), { statuses, perColumn }] as const,
      queryFn: ({ signal }) => fetchBoard(org, projectId, statuses, perColumn, signal),
      placeholderData: (board, before) =>
        before?.queryKey[4] === projectId ? keepPreviousData(board) : undefined,
    }),
  details: (org: string) => [...taskQueries.all(org), "detail"] as const,
  detail: (org: string, projectId: string, number: number) =>
    queryOptions({
      queryKey: [...taskQueries.details(org), projectId, number] as const,
      queryFn: ({ signal }) => fetchTask(org, projectId, number, signal),
    }),
};

/** Column by column, so that a long one cannot crowd out the others, and each walks its own index range. */
async function fetchBoard(
  org: string,
  projectId: string,
  statuses: readonly string[],
  perColumn: number,
  signal: AbortSignal,
): Promise<Board> {
  const columns = await Promise.all(
    statuses.map(async (status) => {
      const { rows, total } = await requestCounted(
        supabase
          .from("tasks")
          .select(cardColumns, { count: "exact" })
          .eq("organization_id", org)
          .eq("project_id", projectId)
          .eq("status", status)
          .is("archived_at", null)
          .order("position")
          .order("id")
          // One more than is shown tells where the next one lies.
          .limit(perColumn + 1)
          .abortSignal(signal),
      );
      return {
        status,
        tasks: rows.slice(0, perColumn),
        column: { total, nextPosition: rows[perColumn]?.position ?? null },
      };
    }),
  );
  return {
    tasks: columns.flatMap(({ tasks }) => tasks),
    columns: Object.fromEntries(columns.map(({ status, column }) => [status, column])),
  };
}

/** The tasks of these ids that the person may see. Fewer come back when some are gone, archived or hidden. */
export function fetchTasksByIds(org: string, ids: readonly string[], signal?: AbortSignal) {
  let query = supabase
    .from("tasks")
    .select(cardColumns)
    .eq("organization_id", org)
    .in("id", [...ids])
    .is("archived_at", null)
    .limit(ids.length);
  if (signal) query = query.abortSignal(signal);
  return request(query);
}

/** One task in full; null when there is none that the person may see. */
function fetchTask(org: string, projectId: string, number: number, signal: AbortSignal) {
  return request(
    supabase
      .from("tasks")
      .select(`${cardColumns}, description, created_at, updated_at`)
      .eq("organization_id", org)
      .eq("project_id", projectId)
      .eq("number", number)
      .abortSignal(signal)
      .maybeSingle(),
  );
}

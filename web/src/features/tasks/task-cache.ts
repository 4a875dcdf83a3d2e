import type { QueryClient } from "@tanstack/react-query";
import { type Board, type BoardTask, type TaskDetail, taskQueries } from "./queries.ts";

/** What the cache knows of one task: on a board, in the panel, or in both. */
export function cachedTask(
  queryClient: QueryClient,
  org: string,
  id: string,
): BoardTask | undefined {
  const boards = queryClient.getQueriesData<Board>({ queryKey: taskQueries.boards(org) });
  const details = queryClient.getQueriesData<TaskDetail>({ queryKey: taskQueries.details(org) });
  const known = [
    ...boards.flatMap(([, board]) => board?.tasks ?? []),
    ...details.map(([, detail]) => detail),
  ].filter((task) => task?.id === id);
  // A board and a panel are fetched at different moments; the younger one counts.
  return known.reduce<BoardTask | undefined>(
    (newest, task) => (task && task.version > (newest?.version ?? 0) ? task : newest),
    undefined,
  );
}

/** Changes some fields of a task wherever it is shown. */
export function patchTask(
  queryClient: QueryClient,
  org: string,
  id: string,
  patch: Partial<TaskDetail>,
): void {
  queryClient.setQueriesData<Board>({ queryKey: taskQueries.boards(org) }, (board) => {
    const before = board?.tasks.find((task) => task.id === id);
    return board && before ? replaceOnBoard(board, before, { ...before, ...patch }) : board;
  });
  queryClient.setQueriesData<TaskDetail>({ queryKey: taskQueries.details(org) }, (detail) =>
    detail?.id === id ? { ...detail, ...patch } : detail,
  );
}

/** Shows a task as the server has it, on its project's boards also when it was not there before. */
export function putTask(queryClient: QueryClient, org: string, task: BoardTask): void {
  patchTask(queryClient, org, task.id, task);
  queryClient.setQueriesData<Board>(
    { queryKey: taskQueries.projectBoards(org, task.project_id) },
    (board) =>
      board && !board.tasks.some(({ id }) => id === task.id) ? addToBoard(board, task) : board,
  );
}

/** Lets go of a task that is gone or out of sight. */
export function removeTask(queryClient: QueryClient, org: string, id: string): void {
  queryClient.setQueriesData<Board>({ queryKey: taskQueries.boards(org) }, (board) => {
    const task = board?.tasks.find((each) => each.id === id);
    if (!board || !task) return board;
    return {
      tasks: board.tasks.filter((each) => each !== task),
      columns: count(board.columns, task.status, -1),
    };
  });
  queryClient.setQueriesData<TaskDetail | null>({ queryKey: taskQueries.details(org) }, (detail) =>
    detail?.id === id ? null : detail,
  );
}

function replaceOnBoard(board: Board, before: BoardTask, after: BoardTask): Board {
  const columns =
    before.status === after.status
      ? board.columns
      : count(count(board.columns, before.status, -1), after.status, 1);
  return { tasks: board.tasks.map((task) => (task === before ? after : task)), columns };
}

function addToBoard(board: Board, task: BoardTask): Board {
  const end = board.columns[task.status]?.nextPosition ?? null;
  const isLoadedPart = end === null || task.position < end;
  return {
    tasks: isLoadedPart ? [...board.tasks, task] : board.tasks,
    columns: count(board.columns, task.status, 1),
  };
}

function count(columns: Board["columns"], status: string, by: number): Board["columns"] {
  const column = columns[status] ?? { total: 0, nextPosition: null };
  return { ...columns, [status]: { ...column, total: Math.max(0, column.total + by) } };
}

import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, test } from "vitest";
import { task, taskDetail } from "#/testing/tasks.ts";
import { type Board, taskQueries } from "./queries.ts";
import { cachedTask, patchTask, putTask, removeTask } from "./task-cache.ts";

const boardKey = taskQueries.board("org-1", "project-1", ["todo", "done"], 100).queryKey;
const otherKey = taskQueries.board("org-1", "project-2", ["todo"], 100).queryKey;
let queryClient: QueryClient;

function board(): Board | undefined {
  return queryClient.getQueryData(boardKey);
}

beforeEach(() => {
  queryClient = new QueryClient();
  queryClient.setQueryData(boardKey, {
    tasks: [task({ id: "t1" }), task({ id: "t2", position: "a1" })],
    columns: { todo: { total: 2, nextPosition: null }, done: { total: 7, nextPosition: "a5" } },
  });
  queryClient.setQueryData(otherKey, {
    tasks: [],
    columns: { todo: { total: 0, nextPosition: null } },
  });
});

test("a change of status moves the counts of both columns", () => {
  patchTask(queryClient, "org-1", "t1", { status: "done" });
  expect(board()?.columns).toMatchObject({ todo: { total: 1 }, done: { total: 8 } });
});

test("a new task shows on the board of its project only", () => {
  putTask(queryClient, "org-1", task({ id: "t3" }));
  expect(board()?.tasks.map(({ id }) => id)).toEqual(["t1", "t2", "t3"]);
  expect(queryClient.getQueryData(otherKey)).toMatchObject({ tasks: [] });
});

test("a new task beyond what is loaded is counted and not shown", () => {
  putTask(queryClient, "org-1", task({ id: "t3", status: "done", position: "a9" }));
  expect(board()?.tasks).toHaveLength(2);
  expect(board()?.columns.done?.total).toBe(8);
});

test("a task that is gone leaves board and panel", () => {
  const detail = taskQueries.detail("org-1", "project-1", 1).queryKey;
  queryClient.setQueryData(detail, taskDetail({ id: "t1" }));
  removeTask(queryClient, "org-1", "t1");
  expect(board()?.tasks.map(({ id }) => id)).toEqual(["t2"]);
  expect(board()?.columns.todo?.total).toBe(1);
  expect(queryClient.getQueryData(detail)).toBeNull();
});

test("of a board and a panel the younger version counts", () => {
  queryClient.setQueryData(
    taskQueries.detail("org-1", "project-1", 1).queryKey,
    taskDetail({ id: "t1", version: 3, title: "Younger" }),
  );
  expect(cachedTask(queryClient, "org-1", "t1")?.title).toBe("Younger");
  expect(cachedTask(queryClient, "org-1", "unknown")).toBeUndefined();
});

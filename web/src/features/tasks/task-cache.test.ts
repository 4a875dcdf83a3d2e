import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, test } from "vitest";
import { slice, task, taskDetail } from "#/testing/tasks.ts";
import type { Condition } from "./filters/conditions.ts";
import { type TaskSlice, taskQueries } from "./queries.ts";
import { appendTasks, cachedTask, patchTask, putTask, removeTask } from "./task-cache.ts";

const inProject: Condition = { is: "one-of", column: "project_id", values: ["project-1"] };
const inStatus = (status: string): Condition => ({
  is: "one-of",
  column: "status",
  values: [status],
});
const todo = slice({
  tasks: [task({ id: "t1" }), task({ id: "t2", position: "a1" })],
  spec: { conditions: [inProject, inStatus("todo")] },
});
// Of seven only the first is loaded.
const done = slice({
  tasks: [task({ id: "t7", status: "done", position: "a4" })],
  next: task({ id: "t8", status: "done", position: "a5" }),
  total: 7,
  spec: { conditions: [inProject, inStatus("done")] },
});
const unassigned = slice({
  tasks: todo.tasks,
  spec: {
    conditions: [inProject, { is: "one-of", column: "assignee_id", values: [], orNone: true }],
  },
});
let queryClient: QueryClient;

function keyOf(shown: TaskSlice) {
  return taskQueries.slice("org-1", shown.spec).queryKey;
}
function now(shown: TaskSlice): TaskSlice | undefined {
  return queryClient.getQueryData(keyOf(shown));
}
function ids(shown: TaskSlice) {
  return now(shown)?.tasks.map(({ id }) => id);
}
function isStale(shown: TaskSlice) {
  return queryClient.getQueryState(keyOf(shown))?.isInvalidated;
}

beforeEach(() => {
  queryClient = new QueryClient();
  for (const shown of [todo, done, unassigned]) queryClient.setQueryData(keyOf(shown), shown);
});

test("a task whose status changes leaves one column and enters another, counts and all", () => {
  patchTask(queryClient, "org-1", "t1", { status: "done" });
  expect(ids(todo)).toEqual(["t2"]);
  expect(ids(done)).toEqual(["t1", "t7"]);
  expect([now(todo)?.total, now(done)?.total]).toEqual([1, 8]);
  expect(ids(unassigned)).toEqual(["t1", "t2"]);
});

test("a task that no longer fits the filter leaves the view", () => {
  patchTask(queryClient, "org-1", "t1", { assignee_id: "ben" });
  expect(ids(unassigned)).toEqual(["t2"]);
  expect(now(unassigned)?.total).toBe(1);
  expect(ids(todo)).toEqual(["t1", "t2"]);
});

test("a moved task stands where its new position puts it", () => {
  patchTask(queryClient, "org-1", "t1", { position: "a2" });
  expect(ids(todo)).toEqual(["t2", "t1"]);
});

test("a new task shows in the views that it fits, and in no other", () => {
  putTask(queryClient, "org-1", task({ id: "t3", position: "a0V" }), { isNew: true });
  expect(ids(todo)).toEqual(["t1", "t3", "t2"]);
  expect(now(todo)?.total).toBe(3);
  expect(ids(done)).toEqual(["t7"]);
  putTask(queryClient, "org-1", task({ id: "t4", project_id: "project-2" }), { isNew: true });
  expect(ids(todo)).toHaveLength(3);
});

test("a new task beyond what is loaded is counted and not shown", () => {
  putTask(queryClient, "org-1", task({ id: "t9", status: "done", position: "a9" }), {
    isNew: true,
  });
  expect(ids(done)).toEqual(["t7"]);
  expect(now(done)?.total).toBe(8);
});

test("where nobody can say whether a task was counted, the view is asked for anew", () => {
  putTask(queryClient, "org-1", task({ id: "t9", status: "done", position: "a9", version: 4 }));
  expect(isStale(done)).toBe(true);
  expect(isStale(todo)).toBe(false);
});

test("a change of status completes a task as the server will", () => {
  queryClient.setQueryData(["org", "org-1", "projects", "key", "WEB"], {
    id: "project-1",
    archived_at: null,
    statuses: [{ key: "done", category: "done" }],
  });
  patchTask(queryClient, "org-1", "t1", { status: "done" });
  expect(cachedTask(queryClient, "org-1", "t1")?.completed_at).not.toBeNull();
});

test("a task that is gone leaves view and panel", () => {
  const detail = taskQueries.detail("org-1", "project-1", 1).queryKey;
  queryClient.setQueryData(detail, taskDetail({ id: "t1" }));
  removeTask(queryClient, "org-1", "t1");
  expect(ids(todo)).toEqual(["t2"]);
  expect(now(todo)?.total).toBe(1);
  expect(now(done)?.total).toBe(7);
  expect(queryClient.getQueryData(detail)).toBeNull();
});

test("of a view and a panel the younger version counts", () => {
  queryClient.setQueryData(
    taskQueries.detail("org-1", "project-1", 1).queryKey,
    taskDetail({ id: "t1", version: 3, title: "Younger" }),
  );
  expect(cachedTask(queryClient, "org-1", "t1")?.title).toBe("Younger");
  expect(cachedTask(queryClient, "org-1", "unknown")).toBeUndefined();
});

test("what changed while more was on its way stays as it is", () => {
  const asked = now(done) ?? done;
  removeTask(queryClient, "org-1", "t7");
  const longer = {
    ...asked,
    tasks: [...asked.tasks, task({ id: "t8", status: "done", position: "a5" })],
    next: null,
  };
  appendTasks(queryClient, keyOf(done), asked, longer);
  expect(ids(done)).toEqual(["t8"]);
});

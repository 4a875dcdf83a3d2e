import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lastActor } from "#/features/tasks/last-actors.ts";
import { type TaskSlice, taskQueries } from "#/features/tasks/queries.ts";
import type { LiveEvent } from "#/lib/live-channel.ts";
import { json, stubNetwork } from "#/testing/network.ts";
import { slice, task } from "#/testing/tasks.ts";
import { createLiveUpdates } from "./live-updates.ts";

const shown = slice({ tasks: [task({ id: "t1", version: 1 })] });
const sliceKey = taskQueries.slice("org-1", shown.spec).queryKey;
let queryClient: QueryClient;

function event(fields: Partial<LiveEvent>): LiveEvent {
  return {
    type: "UPDATE",
    table: "tasks",
    id: "t1",
    project_id: "project-1",
    version: 2,
    actor_id: "ben",
    ...fields,
  };
}

function ids(): string[] {
  return (queryClient.getQueryData<TaskSlice>(sliceKey)?.tasks ?? []).map(({ id }) => id);
}

beforeEach(() => {
  vi.useFakeTimers();
  queryClient = new QueryClient();
  queryClient.setQueryData<TaskSlice>(sliceKey, shown);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("events that come together are answered by one request, under the caller's own rights", async () => {
  const calls = stubNetwork(() =>
    json([task({ id: "t1", version: 2, status: "done" }), task({ id: "t2", version: 1 })]),
  );
  const updates = createLiveUpdates(queryClient, "org-1");
  updates.apply(event({}));
  updates.apply(event({ type: "INSERT", id: "t2", version: 1 }));
  await vi.advanceTimersByTimeAsync(100);
  expect(calls).toHaveLength(1);
  expect(calls[0]?.path).toContain("id=in.(t1,t2)");
  expect(ids()).toEqual(["t1", "t2"]);
  expect(queryClient.getQueryData<TaskSlice>(sliceKey)?.tasks[0]?.status).toBe("done");
  expect(lastActor("t1")).toBe("ben");
});

test("what is known already is not asked for again", async () => {
  const calls = stubNetwork(() => json([]));
  createLiveUpdates(queryClient, "org-1").apply(event({ version: 1 }));
  await vi.advanceTimersByTimeAsync(100);
  expect(calls).toHaveLength(0);
});

test("a task that one may no longer see leaves the board", async () => {
  stubNetwork(() => json([]));
  createLiveUpdates(queryClient, "org-1").apply(event({}));
  await vi.advanceTimersByTimeAsync(100);
  expect(ids()).toEqual([]);
});

test("a deleted task leaves the board without a request", async () => {
  const calls = stubNetwork(() => json([]));
  createLiveUpdates(queryClient, "org-1").apply(event({ type: "DELETE" }));
  expect(ids()).toEqual([]);
  await vi.advanceTimersByTimeAsync(100);
  expect(calls).toHaveLength(0);
});

test.each([
  ["a changed project", event({ table: "projects" }), ["org", "org-1", "projects", "sidebar"]],
  ["a comment", event({ table: "comments" }), ["org", "org-1", "comments", "task", "t1"]],
  ["a file", event({ table: "attachments" }), ["org", "org-1", "attachments", "task", "t1"]],
  [
    "a blocker",
    event({ table: "task_dependencies" }),
    ["org", "org-1", "task-relations", "of", "t1"],
  ],
  ["a watcher", event({ table: "task_watchers" }), ["org", "org-1", "task-relations", "of", "t1"]],
  ["a changed status", event({ table: "project_statuses" }), ["org", "org-1", "projects", "key"]],
])("%s makes what is shown stale", (_case, received, key) => {
  queryClient.setQueryData(key, queryClient.getQueryData(key) ?? []);
  createLiveUpdates(queryClient, "org-1").apply(received);
  expect(queryClient.getQueryState(key)?.isInvalidated).toBe(true);
});

test("many changes at once are answered by one refetch, when they pause", async () => {
  const stale = () => queryClient.getQueryState(sliceKey)?.isInvalidated;
  const updates = createLiveUpdates(queryClient, "org-1");
  const reload = event({ type: "RELOAD", id: null, version: null });
  updates.apply(reload);
  await vi.advanceTimersByTimeAsync(300);
  updates.apply(reload);
  await vi.advanceTimersByTimeAsync(300);
  expect(stale()).toBe(false);
  await vi.advanceTimersByTimeAsync(200);
  expect(stale()).toBe(true);
});

test("however long they go on, the page is not left behind", async () => {
  const updates = createLiveUpdates(queryClient, "org-1");
  for (let sent = 0; sent < 12; sent += 1) {
    updates.apply(event({ type: "RELOAD", id: null, version: null }));
    await vi.advanceTimersByTimeAsync(200);
  }
  expect(queryClient.getQueryState(sliceKey)?.isInvalidated).toBe(true);
});

test("after a reconnect everything of the organization is stale, and nothing of another one", () => {
  const foreign = ["org", "org-2", "projects", "sidebar"];
  queryClient.setQueryData(foreign, []);
  createLiveUpdates(queryClient, "org-1").refetchAll();
  expect(queryClient.getQueryState(sliceKey)?.isInvalidated).toBe(true);
  expect(queryClient.getQueryState(foreign)?.isInvalidated).toBe(false);
});

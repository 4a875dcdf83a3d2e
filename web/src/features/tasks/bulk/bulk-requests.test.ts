import { afterEach, expect, test, vi } from "vitest";
import { json, stubNetwork } from "#/testing/network.ts";
import { task } from "#/testing/tasks.ts";
import { changeTasks, deleteTasks } from "./bulk-requests.ts";

afterEach(() => vi.unstubAllGlobals());

const tasks = (count: number, fields = {}) =>
  Array.from({ length: count }, (_, index) => task({ id: `t${index}`, version: 3, ...fields }));
const toHigh = (all: ReturnType<typeof tasks>) =>
  all.map((each) => ({ task: each, changes: { priority: "high" as const } }));
/** The ids that a request is about. */
const idsIn = (path: string) => [...path.matchAll(/\b(t\d+)\b/g)].map(([id]) => id);

test("any number goes in chunks, each naming the version that was seen", async () => {
  const calls = stubNetwork(({ path }) =>
    json(idsIn(path).map((id) => task({ id, version: 4, priority: "high" }))),
  );
  const progress: number[] = [];
  const { done, refused } = await changeTasks("org-1", toHigh(tasks(250)), {
    onProgress: (answered) => progress.push(answered),
  });
  expect([done.length, refused.length]).toEqual([250, 0]);
  expect(calls).toHaveLength(3);
  expect(calls[0]?.path).toContain("version=eq.3");
  expect(progress).toEqual([100, 200, 250]);
  expect(done[0]).toMatchObject({ before: { priority: "none" }, after: { priority: "high" } });
});

test("each task that was not changed has its own reason, and the others are changed", async () => {
  const now = [task({ id: "t1", version: 9 }), task({ id: "t2", version: 3 })];
  stubNetwork(({ method }) => json(method === "PATCH" ? [task({ id: "t0", version: 4 })] : now));
  const { done, refused } = await changeTasks("org-1", toHigh(tasks(4)));
  expect(done.map(({ after }) => after.id)).toEqual(["t0"]);
  expect(refused.map((each) => [each.task.id, each.error.code])).toEqual([
    ["t1", "changed_meanwhile"],
    ["t2", "task_not_yours"],
    ["t3", "not_found"],
  ]);
  // As it is now, so that a second try builds on it.
  expect(refused[0]?.task.version).toBe(9);
});

test("one row that breaks a rule does not keep the rest of its chunk from changing", async () => {
  const calls = stubNetwork(({ path }) => {
    const ids = idsIn(path);
    if (ids.includes("t5")) return json({ code: "23514", message: "due before start" }, 400);
    return json(ids.map((id) => task({ id, version: 4 })));
  });
  const { done, refused } = await changeTasks("org-1", toHigh(tasks(16)));
  expect(done).toHaveLength(15);
  expect(refused.map((each) => [each.task.id, each.error.code])).toEqual([["t5", "23514"]]);
  expect(calls.length).toBeLessThan(16);
});

test("a rule that holds for all tasks of a status is asked once", async () => {
  const calls = stubNetwork(() => json({ code: "transition_not_allowed", message: "No." }, 409));
  const items = tasks(80).map((each) => ({ task: each, changes: { status: "done" } }));
  const { refused } = await changeTasks("org-1", items);
  expect(refused).toHaveLength(80);
  expect(calls).toHaveLength(1);
});

test("a lost connection leaves the rest as it was, and says so of each", async () => {
  stubNetwork(() => Promise.reject(new TypeError("Failed to fetch")));
  const { done, refused } = await changeTasks("org-1", toHigh(tasks(120)));
  expect(done).toEqual([]);
  expect(refused).toHaveLength(120);
  expect(new Set(refused.map(({ error }) => error.code))).toEqual(new Set(["network"]));
});

test("what was stopped before its turn was not sent", async () => {
  const stopper = new AbortController();
  const calls = stubNetwork(({ path }) => json(idsIn(path).map((id) => task({ id, version: 4 }))));
  const { done, refused } = await changeTasks("org-1", toHigh(tasks(300)), {
    signal: stopper.signal,
    onProgress: () => stopper.abort(),
  });
  expect([done.length, refused.length, calls.length]).toEqual([100, 200, 1]);
  expect(refused[0]?.error.code).toBe("stopped");
});

test("a task that one may not delete stays, and is named", async () => {
  const [first, second] = tasks(2);
  stubNetwork(({ method }) => json(method === "DELETE" ? [{ id: "t0" }] : [second]));
  const { done, refused } = await deleteTasks("org-1", tasks(2));
  expect(done[0]?.before.id).toBe(first?.id);
  expect(refused.map((each) => [each.task.id, each.error.code])).toEqual([
    ["t1", "task_not_yours"],
  ]);
});

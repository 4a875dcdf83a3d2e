import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { json, stubNetwork } from "#/testing/network.ts";
import { slice, task } from "#/testing/tasks.ts";
import { ConflictError, type TaskChanges } from "./conflict.ts";
import { useChangeTask } from "./mutations.ts";
import { type BoardTask, type TaskSlice, taskQueries } from "./queries.ts";

const sliceKey = taskQueries.slice("org-1", slice().spec).queryKey;
let queryClient: QueryClient;
let number = 0;

/** Versions of our own writes are remembered by id, so every test has a task of its own. */
function show(): BoardTask {
  number += 1;
  const shown = task({ id: `task-${number}`, version: 4 });
  queryClient.setQueryData<TaskSlice>(sliceKey, slice({ tasks: [shown] }));
  return shown;
}

function onBoard(): BoardTask | undefined {
  return queryClient.getQueryData<TaskSlice>(sliceKey)?.tasks[0];
}

function mount() {
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
  );
  const { result } = renderHook(() => useChangeTask("org-1"), { wrapper });
  return (of: BoardTask, changes: TaskChanges) => result.current.mutateAsync({ task: of, changes });
}

beforeEach(() => {
  queryClient = new QueryClient({ defaultOptions: { mutations: { retry: false } } });
  return () => vi.unstubAllGlobals();
});

test("shows the change at once and sends the version that was seen", async () => {
  const answer = Promise.withResolvers<Response>();
  const calls = stubNetwork(() => answer.promise);
  const shown = show();
  const change = mount();
  const done = change(shown, { status: "done" });
  await waitFor(() => expect(onBoard()?.status).toBe("done"));
  answer.resolve(json([{ ...shown, status: "done", version: 5 }]));
  await done;
  expect(calls[0]).toMatchObject({ method: "PATCH", body: { status: "done" } });
  expect(calls[0]?.path).toContain("version=eq.4");
  expect(calls[0]?.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  expect(onBoard()).toMatchObject({ status: "done", version: 5 });
});

test("when somebody was first nothing is overwritten, and theirs is shown", async () => {
  const shown = show();
  const theirs = { ...shown, title: "By Ben", version: 5 };
  const calls = stubNetwork(({ method }) => json(method === "PATCH" ? [] : [theirs]));
  const change = mount();
  const refusal = await change(shown, { title: "By Ada" }).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ConflictError);
  expect(refusal).toMatchObject({ current: theirs, wanted: { title: "By Ada" } });
  expect(calls.filter(({ method }) => method === "PATCH")).toHaveLength(1);
  expect(onBoard()).toMatchObject({ title: "By Ben", version: 5 });
});

test("a task that may be read but not changed is refused, not called a conflict", async () => {
  const shown = show();
  stubNetwork(({ method }) => json(method === "PATCH" ? [] : [shown]));
  const change = mount();
  await expect(change(shown, { status: "done" })).rejects.toMatchObject({
    code: "permission_denied",
  });
  expect(onBoard()?.status).toBe("todo");
});

test("a server that is out of reach puts the former value back", async () => {
  const shown = show();
  stubNetwork(() => json({ message: "down" }, 503));
  const change = mount();
  await expect(change(shown, { status: "done" })).rejects.toMatchObject({ status: 503 });
  expect(onBoard()?.status).toBe("todo");
  expect(queryClient.getQueryData<TaskSlice>(sliceKey)?.total).toBe(1);
});

test("a task that is gone leaves the board", async () => {
  const shown = show();
  stubNetwork(() => json([]));
  const change = mount();
  await expect(change(shown, { status: "done" })).rejects.toMatchObject({ code: "not_found" });
  expect(onBoard()).toBeUndefined();
});

test("two quick changes of one's own do not conflict with each other", async () => {
  const shown = show();
  let server: BoardTask = shown;
  const calls = stubNetwork(({ path, body }) => {
    if (!path.includes(`version=eq.${server.version}`)) return json([]);
    server = { ...server, ...(body as Partial<BoardTask>), version: server.version + 1 };
    return json([server]);
  });
  const change = mount();
  await Promise.all([change(shown, { status: "done" }), change(shown, { priority: "high" })]);
  expect(calls.map(({ path }) => /version=eq\.\d/.exec(path)?.[0])).toEqual([
    "version=eq.4",
    "version=eq.5",
  ]);
  expect(onBoard()).toMatchObject({ status: "done", priority: "high", version: 6 });
});

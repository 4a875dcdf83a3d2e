import { onlineManager, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { json, stubNetwork } from "#/testing/network.ts";
import { taskDetail } from "#/testing/tasks.ts";
import { useCreateTask, useTasksOnTheirWay } from "./mutations.ts";

afterEach(() => {
  onlineManager.setOnline(true);
  vi.unstubAllGlobals();
});

test("a task added without a connection is shown as waiting until it was sent", async () => {
  const calls = stubNetwork(() => json(taskDetail({ id: "t1", title: "Offline" }), 201));
  const queryClient = new QueryClient();
  queryClient.mount();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
  );
  const { result } = renderHook(
    () => ({
      create: useCreateTask("org-1"),
      here: useTasksOnTheirWay("org-1", "project-1"),
      elsewhere: useTasksOnTheirWay("org-1", "project-2"),
    }),
    { wrapper },
  );

  onlineManager.setOnline(false);
  act(() =>
    result.current.create.mutate({ project_id: "project-1", status: "todo", title: "Offline" }),
  );
  await waitFor(() =>
    expect(result.current.here).toMatchObject([{ title: "Offline", isWaiting: true }]),
  );
  expect(result.current.elsewhere).toEqual([]);
  expect(calls).toHaveLength(0);

  act(() => onlineManager.setOnline(true));
  await waitFor(() => expect(result.current.here).toEqual([]));
  expect(calls).toMatchObject([{ method: "POST", body: { title: "Offline" } }]);
  queryClient.unmount();
});

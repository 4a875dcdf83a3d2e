import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TooltipProvider } from "#/components/ui/tooltip.tsx";
import { OrganizationProvider } from "#/lib/organization.tsx";
import { json, stubNetwork } from "#/testing/network.ts";
import { taskDetail } from "#/testing/tasks.ts";
import type { TaskDetail } from "../queries.ts";
import { taskQueries } from "../queries.ts";
import { Description } from "./description.tsx";

const seen = taskDetail({ id: "t1", description: "Before", version: 1 });
const organization = { id: "org-1", name: "Northwind", slug: "northwind", can: () => true };

function Shown() {
  const { data } = useQuery(taskQueries.detail("org-1", "project-1", 1));
  return data ? (
    <Description
      task={data}
      userId="ana"
      canChange
      mentionable={[]}
      files={{ render: () => null }}
    />
  ) : null;
}

function show(server: () => TaskDetail) {
  const calls = stubNetwork(({ method, path, body }) => {
    if (method !== "PATCH") return json(server());
    const now = server();
    return path.includes(`version=eq.${now.version}`)
      ? json({ ...now, ...Object(body), version: now.version + 1 })
      : json(null);
  });
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  queryClient.setQueryData(taskQueries.detail("org-1", "project-1", 1).queryKey, seen);
  queryClient.setQueryDefaults(taskQueries.all("org-1"), { staleTime: Number.POSITIVE_INFINITY });
  const shown = render(
    <QueryClientProvider client={queryClient}>
      <OrganizationProvider organization={organization}>
        <TooltipProvider>
          <Shown />
        </TooltipProvider>
      </OrganizationProvider>
    </QueryClientProvider>,
  );
  return { calls, ...shown };
}

async function write(text: string) {
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Edit" }));
  const field = await screen.findByRole("textbox", { name: "Description" });
  await user.clear(field);
  await user.type(field, text);
  return user;
}

beforeEach(() => localStorage.clear());
afterEach(() => void vi.unstubAllGlobals());

test("two who write at once both find their words: theirs above, mine in the field", async () => {
  const theirs = { ...seen, description: "Theirs", version: 2 };
  const { calls } = show(() => theirs);
  const user = await write("Mine");
  await user.click(screen.getByRole("button", { name: "Save description" }));
  expect(await screen.findByText("Theirs")).toBeTruthy();
  const field = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Description" });
  expect(field.value).toBe("Mine");
  await user.click(screen.getByRole("button", { name: "Save mine" }));
  await waitFor(() => expect(screen.queryByRole("textbox")).toBeNull());
  expect(calls.findLast(({ method }) => method === "PATCH")?.path).toContain("version=eq.2");
});

test("a change of another field meanwhile is no conflict of the description", async () => {
  show(() => ({ ...seen, status: "done", version: 7 }));
  const user = await write("Mine");
  await user.click(screen.getByRole("button", { name: "Save description" }));
  await waitFor(() => expect(screen.queryByRole("textbox")).toBeNull());
  expect(await screen.findByText("Mine")).toBeTruthy();
});

test("what is being written is there again when the panel is opened another time", async () => {
  const { unmount } = show(() => seen);
  await write("Half a thought");
  unmount();
  show(() => seen);
  const field = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Description" });
  expect(field.value).toBe("Half a thought");
});

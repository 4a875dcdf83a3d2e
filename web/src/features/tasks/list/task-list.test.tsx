import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Toaster } from "sonner";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TooltipProvider } from "#/components/ui/tooltip.tsx";
import { OrganizationProvider } from "#/lib/organization.tsx";
import { json, stubNetwork } from "#/testing/network.ts";
import { task } from "#/testing/tasks.ts";
import { TaskViewPage } from "../task-view-page.tsx";

const project = {
  id: "project-1",
  key: "WEB",
  name: "Website",
  colour: "#3355dd",
  visibility: "organization",
  archived_at: null,
  statuses: [
    { key: "todo", name: "To do", category: "todo", wip_limit: null },
    { key: "done", name: "Done", category: "done", wip_limit: null },
  ],
};
const members = [{ id: "ana", name: "Ana Alvarez" }];
const tasks = [1, 2, 3].map((number) =>
  task({ id: `t${number}`, number, title: `Task ${number}`, position: `a${number}` }),
);

/** Lists by status; a change is answered by `change`. */
function answer(change: (ids: string[]) => Response) {
  return stubNetwork(({ method, path }) => {
    const ids = [...path.matchAll(/\bt\d\b/g)].map(([id]) => id);
    if (method === "PATCH") return change(ids);
    if (path.includes("/labels")) return json([]);
    if (path.includes("&id=in.")) return json(tasks.filter(({ id }) => ids.includes(id)));
    const rows = path.includes("status=in.(todo)") ? tasks : [];
    return new Response(JSON.stringify(rows), {
      headers: { "content-type": "application/json", "content-range": `0-2/${rows.length}` },
    });
  });
}

function show() {
  const rootRoute = createRootRoute({
    component: () => (
      <TaskViewPage
        label="Website"
        header={null}
        scope={{ kind: "project", projectId: "project-1" }}
        project={project}
        members={members}
        userId="ana"
        layout="list"
        search={{}}
        onSearch={() => {}}
        openKey={undefined}
        onOpen={() => {}}
        panel={null}
      />
    ),
  });
  const router = createRouter({
    routeTree: rootRoute,
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <OrganizationProvider
        organization={{ id: "org-1", name: "Acme", slug: "acme", can: () => true }}
      >
        <TooltipProvider>
          {/* The router of the application is another one. */}
          <RouterProvider router={router as never} />
          <Toaster />
        </TooltipProvider>
      </OrganizationProvider>
    </QueryClientProvider>,
  );
}

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

test("shows the statuses of the project with how many tasks each has, empty ones too", async () => {
  answer(() => json([]));
  show();
  expect(await screen.findByRole("button", { name: "To do 3" })).toBeDefined();
  expect(screen.getByRole("button", { name: "Done 0" })).toBeDefined();
  expect(screen.getAllByRole("link").map(({ textContent }) => textContent)).toEqual([
    "Task 1",
    "Task 2",
    "Task 3",
  ]);
});

test("Shift takes all between, and one change changes them all", async () => {
  const user = userEvent.setup();
  const calls = answer((ids) => json(ids.map((id) => ({ ...task({ id }), priority: "high" }))));
  show();
  await user.click(await screen.findByRole("checkbox", { name: "Select WEB-1" }));
  await user.keyboard("{Shift>}");
  await user.click(screen.getByRole("checkbox", { name: "Select WEB-3" }));
  await user.keyboard("{/Shift}");
  const bar = within(screen.getByRole("region", { name: "Selected tasks" }));
  bar.getByText("3 selected");
  await user.click(bar.getByRole("button", { name: "Priority" }));
  await user.click(await screen.findByRole("option", { name: "High" }));
  await screen.findByText("3 tasks changed");
  const patches = calls.filter(({ method }) => method === "PATCH");
  expect(patches).toHaveLength(1);
  expect(patches[0]).toMatchObject({ body: { priority: "high" } });
});

test("what was refused is named with its reason, and stays selected", async () => {
  const user = userEvent.setup();
  answer((ids) => json(ids.filter((id) => id === "t1").map((id) => task({ id, version: 2 }))));
  show();
  await user.click(await screen.findByRole("checkbox", { name: "Select WEB-1" }));
  await user.click(screen.getByRole("checkbox", { name: "Select WEB-2" }));
  const bar = within(screen.getByRole("region", { name: "Selected tasks" }));
  await user.click(bar.getByRole("button", { name: "Priority" }));
  await user.click(await screen.findByRole("option", { name: "Urgent" }));
  const dialog = within(await screen.findByRole("dialog", { name: "1 task was not changed" }));
  dialog.getByText(/^1: Your role lets you change only tasks/);
  dialog.getByText("WEB-2");
  await user.click(dialog.getAllByRole("button", { name: "Close" })[0] ?? document.body);
  expect(await screen.findByText("1 selected")).toBeDefined();
});

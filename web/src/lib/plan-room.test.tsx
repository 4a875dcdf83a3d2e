import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render, screen } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { json, stubNetwork } from "#/testing/network.ts";
import { OrganizationProvider } from "./organization.tsx";
import { PlanNotice, usePlanRoom } from "./plan-room.tsx";

beforeEach(() => () => vi.unstubAllGlobals());

function Probe() {
  const room = usePlanRoom("projects");
  return (
    <>
      {room && <PlanNotice resource="projects" room={room} />}
      <button type="button" disabled={room?.isFull}>
        Create
      </button>
    </>
  );
}

async function show(projects: number, limit: number | null, status = 200) {
  const calls = stubNetwork(() =>
    json(
      {
        plan: "free",
        projects,
        max_projects: limit,
        tasks: 0,
        max_tasks: null,
        members: 1,
        max_members: 3,
      },
      status,
    ),
  );
  const rootRoute = createRootRoute({ component: Probe });
  const router = createRouter({ routeTree: rootRoute, history: createMemoryHistory() });
  const organization = { id: "org-1", name: "Acme", slug: "acme", can: () => true };
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={queryClient}>
      <OrganizationProvider organization={organization}>
        <RouterProvider router={router} />
      </OrganizationProvider>
    </QueryClientProvider>,
  );
  const create = await screen.findByRole("button", { name: "Create" });
  await vi.waitFor(() => {
    expect(calls).toHaveLength(1);
    expect(queryClient.isFetching()).toBe(0);
  });
  return create;
}

test("a full plan says so before anything is sent, and where to ask for more", async () => {
  const create = await show(3, 3);
  expect((await screen.findByRole("status")).textContent).toMatch(/3 of 3, archived/);
  expect(create).toHaveProperty("disabled", true);
  const link = screen.getByRole("link", { name: "See the plan" });
  expect(link.getAttribute("href")).toBe("/o/acme/settings/plan");
});

test("a plan that is nearly full says how much is left", async () => {
  const create = await show(8, 10);
  expect((await screen.findByRole("status")).textContent).toMatch(/8 of 10 projects/);
  expect(create).toHaveProperty("disabled", false);
});

test.for([
  ["much room", 7, 10, 200],
  ["no limit", 900, null, 200],
  ["an answer that does not come", 3, 3, 500],
] as const)(
  "with %s nothing is said and nothing stands in the way",
  async ([, used, limit, status]) => {
    const create = await show(used, limit, status);
    expect(screen.queryByRole("status")).toBeNull();
    expect(create).toHaveProperty("disabled", false);
  },
);

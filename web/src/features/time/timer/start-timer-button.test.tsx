import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Toaster } from "sonner";
import { beforeEach, expect, test, vi } from "vitest";
import { TooltipProvider } from "#/components/ui/tooltip.tsx";
import { OrganizationProvider } from "#/lib/organization.tsx";
import { json, stubNetwork } from "#/testing/network.ts";
import { StartTimerButton } from "./start-timer-button.tsx";

const project: {
  id: string;
  key: string;
  name: string;
  colour: string;
  archived_at: string | null;
} = { id: "p1", key: "WEB", name: "Website", colour: "#5b6ee1", archived_at: null };
const task = { id: "t1", number: 7, title: "Sketch" };

function show(held: readonly string[], shown = project) {
  const can = (permission: string) => held.includes(permission);
  render(
    <QueryClientProvider client={new QueryClient()}>
      <OrganizationProvider organization={{ id: "org-1", name: "Acme", slug: "acme", can }}>
        <TooltipProvider>
          <StartTimerButton project={shown} task={task} />
          <Toaster />
        </TooltipProvider>
      </OrganizationProvider>
    </QueryClientProvider>,
  );
}

beforeEach(() => () => vi.unstubAllGlobals());

test("the timer ticks before the server has answered, and a refusal takes it back and says why", async () => {
  const answer = Promise.withResolvers<Response>();
  const calls = stubNetwork(({ path }) => (path.includes("/rpc/") ? answer.promise : json([])));
  show(["time.track"]);
  await userEvent.click(await screen.findByRole("button", { name: "Start timer" }));
  expect(await screen.findByRole("timer")).toBeTruthy();
  expect(calls.find(({ path }) => path.includes("/rpc/start_timer"))?.body).toEqual({
    organization_id: "org-1",
    project_id: "p1",
    task_id: "t1",
  });

  answer.resolve(json({ code: "project_archived", message: "m" }, 409));
  expect(await screen.findByText(/This project is archived/)).toBeTruthy();
  expect(await screen.findByRole("button", { name: "Start timer" })).toBeTruthy();
  expect(screen.queryByRole("timer")).toBeNull();
});

test("who may not track time, and whoever looks at an archived project, is offered none", () => {
  stubNetwork(() => json([]));
  show([]);
  show(["time.track"], { ...project, archived_at: "2026-11-01T00:00:00Z" });
  expect(screen.queryByRole("button")).toBeNull();
});

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Toaster } from "sonner";
import { beforeEach, expect, test, vi } from "vitest";
import { OrganizationProvider } from "#/lib/organization.tsx";
import { json, stubNetwork } from "#/testing/network.ts";
import { DomainsPage } from "./domains-page.tsx";

beforeEach(() => () => vi.unstubAllGlobals());

const claim = {
  id: "d1",
  hostname: "desk.acme.example",
  verification_token: "flowdesk-token",
  verified_at: null as string | null,
  checked_at: null,
  is_primary: false,
};

/** The page of one claim; DNS is asked with `check`. */
function show(check: () => Response | Promise<Response>, held = ["domains.manage"]) {
  const domain = { ...claim };
  const calls = stubNetwork(async (call) => {
    if (!call.path.startsWith("/functions/")) return json([domain]);
    const answer = await check();
    const { verified_at } = await answer.clone().json();
    domain.verified_at = verified_at ?? null;
    return answer;
  });
  const can = (permission: string) => held.includes(permission);
  render(
    <QueryClientProvider client={new QueryClient()}>
      <OrganizationProvider organization={{ id: "org-1", name: "Acme", slug: "acme", can }}>
        <DomainsPage />
        <Toaster />
      </OrganizationProvider>
    </QueryClientProvider>,
  );
  return calls;
}

const press = async () =>
  userEvent.click(await screen.findByRole("button", { name: "Check DNS now" }));

test("says that DNS is being asked, then that the domain is verified", async () => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  const calls = show(() => promise);
  await press();
  expect(await screen.findByText("Checking DNS…")).toBeTruthy();
  resolve(json({ verified_at: "2026-11-20T10:00:00Z", records_seen: ["flowdesk-token"] }));
  expect(await screen.findByText("desk.acme.example is verified")).toBeTruthy();
  expect(await screen.findByText("Verified")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Check DNS now" })).toBeNull();
  expect(calls.map(({ method, path }) => `${method} ${path}`)).toContain(
    "POST /functions/v1/domains/d1/verify",
  );
});

test("says that the record is not there yet", async () => {
  show(() => json({ verified_at: null, records_seen: [] }));
  await press();
  const note = await screen.findByText(/no such record yet/);
  expect(note.closest('[role="status"]')).toBeTruthy();
});

test("shows what DNS says instead", async () => {
  show(() => json({ verified_at: null, records_seen: ["v=spf1", "v=spf1", "flowdesk-tokn"] }));
  await press();
  const note = await screen.findByText(/something else/);
  const records = within(note).getAllByRole("listitem");
  expect(records.map(({ textContent }) => textContent)).toEqual(["v=spf1", "flowdesk-tokn"]);
});

test("says why it failed, and lets one try again", async () => {
  show(() => json({ code: "dns_timeout", message: "m" }, 504));
  await press();
  expect((await screen.findByRole("alert")).textContent).toMatch(/did not answer/);
  expect(await screen.findByRole("button", { name: "Check DNS now" })).toBeTruthy();
});

test("shows the record without the button to who does not manage domains", async () => {
  show(() => json({}), []);
  expect(await screen.findByText("flowdesk-token")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Check DNS now" })).toBeNull();
});

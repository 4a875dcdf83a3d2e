import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Toaster } from "sonner";
import { beforeEach, expect, test, vi } from "vitest";
import { TooltipProvider } from "#/components/ui/tooltip.tsx";
import { OrganizationProvider } from "#/lib/organization.tsx";
import { json, stubNetwork } from "#/testing/network.ts";
import { MembersLayout } from "./members-layout.tsx";
import { MembersPage } from "./members-page.tsx";
import type { MemberFilter } from "./people-filter.ts";

const roles = [
  role("owner", "Owner", ["organization.read", "organization.delete", "members.manage"]),
  role("member", "Employee", ["organization.read"]),
];
const members = [
  membership("ana", "Ana Alvarez", "owner"),
  membership("ben", "Ben Brandt", "member"),
];

function role(key: string, name: string, permissions: string[]) {
  return {
    key,
    name,
    is_builtin: true,
    version: 1,
    role_permissions: permissions.map((permission) => ({ permission })),
  };
}

function membership(id: string, name: string, roleKey: string) {
  return {
    user_id: id,
    role: roleKey,
    is_active: true,
    joined_at: "2026-11-01T08:00:00Z",
    profiles: { display_name: name, avatar_path: null },
  };
}

function show(held: readonly string[], userId: string, filter: MemberFilter = {}) {
  const can = (permission: string) => held.includes(permission);
  render(
    <QueryClientProvider client={new QueryClient()}>
      <OrganizationProvider organization={{ id: "org-1", name: "Acme", slug: "acme", can }}>
        <TooltipProvider>
          <MembersLayout room={undefined} tabs={undefined}>
            <MembersPage userId={userId} filter={filter} onFilterChange={() => {}} />
          </MembersLayout>
          <Toaster />
        </TooltipProvider>
      </OrganizationProvider>
    </QueryClientProvider>,
  );
}

beforeEach(() => () => vi.unstubAllGlobals());

/** A refusal comes for whatever is sent; lists are answered. */
function answer(call: { method: string; path: string }): Response {
  if (call.path.includes("/rpc/")) return json({ code: "last_owner", message: "m" }, 409);
  if (call.path.includes("/roles")) return json(roles);
  return json(call.path.includes("/memberships") ? members : []);
}

test("a removal that is refused brings the person back and says why", async () => {
  stubNetwork(answer);
  show(["organization.read", "organization.delete", "members.manage"], "ana");
  const row = await screen.findByRole("row", { name: /Ben Brandt/ });
  await userEvent.click(within(row).getByRole("button", { name: "Actions for Ben Brandt" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Remove from organization" }));
  await userEvent.click(await screen.findByRole("button", { name: "Remove member" }));
  expect(await screen.findByText(/You are the last owner/)).toBeTruthy();
  expect(await screen.findByRole("row", { name: /Ben Brandt/ })).toBeTruthy();
});

test("nobody is offered to manage whose role holds more than one's own", async () => {
  stubNetwork(answer);
  show(["organization.read", "members.manage"], "ben");
  const row = await screen.findByRole("row", { name: /Ana Alvarez/ });
  expect(within(row).queryByRole("button")).toBeNull();
  expect(within(row).queryByRole("combobox")).toBeNull();
});

test("the filter of the address says who is shown, and says so when that is nobody", async () => {
  stubNetwork(answer);
  show(["organization.read"], "ben", { q: "alva" });
  await screen.findByRole("row", { name: /Ana Alvarez/ });
  expect(screen.queryByRole("row", { name: /Ben Brandt/ })).toBeNull();
  expect(screen.getByText("1 member")).toBeTruthy();
  cleanup();
  show(["organization.read"], "ben", { role: "owner", status: "suspended" });
  await screen.findByText("Nothing fits");
});

test("who may not invite is not asked to, and asks for no invitations", async () => {
  const calls = stubNetwork(answer);
  show(["organization.read"], "ben");
  await screen.findByRole("row", { name: /Ana Alvarez/ });
  expect(screen.queryByRole("button", { name: "Invite people" })).toBeNull();
  expect(calls.some(({ path }) => path.includes("/invitations"))).toBe(false);
});

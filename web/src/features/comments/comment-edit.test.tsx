import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TooltipProvider } from "#/components/ui/tooltip.tsx";
import { OrganizationProvider } from "#/lib/organization.tsx";
import { json, stubNetwork } from "#/testing/network.ts";
import type { CommentContext } from "./comment-context.ts";
import { CommentSection } from "./comment-section.tsx";
import type { Comment } from "./queries.ts";

const first: Comment = {
  id: "c1",
  task_id: "t1",
  author_id: "ana",
  body: "Looks fine",
  edited_at: null,
  created_at: "2026-11-20T12:00:00+00:00",
  version: 1,
};
const context: CommentContext = {
  taskId: "t1",
  userId: "ana",
  members: [{ id: "ana", name: "Ana Alvarez" }],
  mentionable: [{ id: "ben", name: "Ben Brandt", markdown: "[@Ben Brandt](mention:ben)" }],
  files: { render: () => null },
  isArchived: false,
};

function show(permissions = ["comments.write"]) {
  const organization = {
    id: "org-1",
    name: "Northwind",
    slug: "northwind",
    can: (permission: string) => permissions.includes(permission),
  };
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={queryClient}>
      <OrganizationProvider organization={organization}>
        <TooltipProvider>
          <CommentSection context={context} />
        </TooltipProvider>
      </OrganizationProvider>
    </QueryClientProvider>,
  );
}

beforeEach(() => localStorage.clear());
afterEach(() => void vi.unstubAllGlobals());

async function beginEdit() {
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: /^Actions for the comment/ }));
  await user.click(await screen.findByRole("menuitem", { name: "Edit" }));
  return { user, field: await screen.findByRole("textbox", { name: "Edit comment" }) };
}

test("one's own comment is changed, with the version that was seen", async () => {
  const calls = stubNetwork(({ method, body }) =>
    method === "PATCH" ? json({ ...first, ...Object(body), version: 2 }) : json([first]),
  );
  show();
  const { user, field } = await beginEdit();
  await user.clear(field);
  await user.type(field, "Looks great");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() => expect(screen.queryByRole("textbox", { name: "Edit comment" })).toBeNull());
  expect(await screen.findByText("Looks great")).toBeTruthy();
  const patch = calls.find(({ method }) => method === "PATCH");
  expect(patch?.path).toContain("version=eq.1");
  expect(patch?.body).toEqual({ body: "Looks great" });
});

test("a comment changed in another window is shown beside one's own text, and neither is lost", async () => {
  const theirs = { ...first, body: "Looks odd", version: 2 };
  const calls = stubNetwork(({ method, path, body }) => {
    if (method === "PATCH") {
      return path.includes("version=eq.2")
        ? json({ ...theirs, ...Object(body), version: 3 })
        : json(null);
    }
    return path.includes("id=eq.c1") ? json(theirs) : json([first]);
  });
  show();
  const { user, field } = await beginEdit();
  await user.clear(field);
  await user.type(field, "Mine");
  await user.click(screen.getByRole("button", { name: "Save comment" }));
  expect(await screen.findByText("Looks odd")).toBeTruthy();
  expect(screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Edit comment" }).value).toBe(
    "Mine",
  );
  expect(calls.filter(({ method }) => method === "PATCH")).toHaveLength(1);
  await user.click(screen.getByRole("button", { name: "Save mine" }));
  expect(await screen.findByText("Mine")).toBeTruthy();
  expect(calls.findLast(({ method }) => method === "PATCH")?.path).toContain("version=eq.2");
});

test("an @ and a few letters mention somebody, and a refused comment is there to be sent again", async () => {
  const user = userEvent.setup();
  const calls = stubNetwork(({ method }) =>
    method === "POST" ? json({ code: "42501", message: "refused" }, 403) : json([]),
  );
  show();
  const field = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "New comment" });
  await user.type(field, "Hi @bra");
  expect(screen.getByRole("option", { name: "Ben Brandt" })).toBeTruthy();
  await user.keyboard("{Enter}");
  expect(field.value).toBe("Hi [@Ben Brandt](mention:ben) ");
  await user.click(screen.getByRole("button", { name: "Comment" }));
  await waitFor(() => expect(calls.some(({ method }) => method === "POST")).toBe(true));
  await waitFor(() => expect(field.value).toBe("Hi [@Ben Brandt](mention:ben)"));
});

test("who may only read sees comments and no field", async () => {
  stubNetwork(() => json([first]));
  show([]);
  expect(await screen.findByText("Looks fine")).toBeTruthy();
  expect(screen.queryByRole("textbox")).toBeNull();
  expect(screen.queryByRole("button", { name: /^Actions/ })).toBeNull();
});

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { json, stubNetwork } from "#/testing/network.ts";
import { SignInPage } from "./sign-in-page.tsx";

function show() {
  const router = createRouter({
    routeTree: createRootRoute({ component: () => <SignInPage next={undefined} /> }),
    history: createMemoryHistory(),
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      {/* Its type is that of the application's router, of which this page needs nothing. */}
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
}

beforeEach(() => () => vi.unstubAllGlobals());

test("says which field is wrong before it asks the server", async () => {
  const calls = stubNetwork(() => json({}));
  show();
  await userEvent.type(await screen.findByLabelText("E-mail"), "ana");
  await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
  expect(await screen.findByText("This does not look like an e-mail address.")).toBeTruthy();
  expect(screen.getByLabelText("Password").getAttribute("aria-invalid")).toBe("true");
  expect(calls).toHaveLength(0);
});

test("a refusal is said in plain words, and the address stays", async () => {
  stubNetwork(() =>
    json({ code: 400, error_code: "invalid_credentials", msg: "Invalid login credentials" }, 400),
  );
  show();
  await userEvent.type(await screen.findByLabelText("E-mail"), "ana@acme.example");
  await userEvent.type(screen.getByLabelText("Password"), "wrong-horse");
  await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toBe("E-mail or password is wrong.");
  expect(screen.getByLabelText<HTMLInputElement>("E-mail").value).toBe("ana@acme.example");
});

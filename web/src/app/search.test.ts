import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { createAppRouter } from "./router.tsx";

/** What a route is given of the address once the router has put it together. */
function searchAt(pathname: string, search: Record<string, unknown>): unknown {
  const router = createAppRouter(new QueryClient());
  return router.matchRoutes(pathname, search).at(-1)?.search;
}

const foreign = [
  "https://evil.example/x",
  "\thttps://evil.example/x",
  "//evil.example",
  "/\\evil.example",
  "javascript:alert(1)",
];

test.each(
  ["/sign-in", "/sign-up", "/sign-in-link", "/two-factor", "/auth/confirm"].flatMap((pathname) =>
    foreign.map((next) => [pathname, next]),
  ),
)("%s never gets to see ?next=%j", (pathname, next) => {
  expect(searchAt(pathname, { next })).toMatchObject({ next: undefined });
});

test("an address of ours is kept", () => {
  expect(searchAt("/sign-in", { next: "/o/acme/projects" })).toEqual({ next: "/o/acme/projects" });
});

test("what is not text is no task and no token", () => {
  expect(searchAt("/o/acme/p/WEB/board", { task: {} })).toMatchObject({ task: undefined });
  expect(searchAt("/auth/confirm", { token_hash: 7, type: {} })).toMatchObject({
    token_hash: undefined,
    type: undefined,
  });
});

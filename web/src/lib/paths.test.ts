import { expect, test } from "vitest";
import { safeNext } from "./paths.ts";

test("keeps an address of ours, with its query", () => {
  expect(safeNext("/o/acme/p/WEB/board?task=WEB-1")).toBe("/o/acme/p/WEB/board?task=WEB-1");
});

test.each([
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  "javascript:alert(1)",
  "",
  "o/acme",
  7,
])("does not lead to %s", (next) => {
  expect(safeNext(next)).toBeUndefined();
});

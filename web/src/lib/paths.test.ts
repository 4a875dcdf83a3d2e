import fc from "fast-check";
import { expect, test } from "vitest";
import { nextHref, safeNext } from "./paths.ts";

test("keeps an address of ours, with its query", () => {
  expect(safeNext("/o/acme/p/WEB/board?task=WEB-1")).toBe("/o/acme/p/WEB/board?task=WEB-1");
});

test.each([
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  "\thttps://evil.example",
  "/\t/evil.example",
  "/.//evil.example",
  "/o/..//evil.example",
  "javascript:alert(1)",
  "",
  "o/acme",
  7,
])("does not lead to %s", (next) => {
  expect(safeNext(next)).toBeUndefined();
});

test("whatever is asked for, one stays on this site", () => {
  const piece = fc.constantFrom(
    "/",
    "\\",
    ".",
    "..",
    "\t",
    "\n",
    "@",
    ":",
    "https:",
    "evil.example",
    "o",
  );
  const site = "https://flowdesk.example";
  fc.assert(
    fc.property(
      fc.array(piece).map((pieces) => pieces.join("")),
      (next) => {
        expect(new URL(nextHref(next), site).origin).toBe(site);
      },
    ),
    { numRuns: 2000 },
  );
});

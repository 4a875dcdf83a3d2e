import { expect, test } from "vitest";
import { filterSearch } from "./filter-search.ts";

const read = filterSearch("q", "role");

test("what is named comes through as text, everything else is left to others", () => {
  expect(read({ q: "ada", role: "admin", next: "/" })).toEqual({ q: "ada", role: "admin" });
  expect(read({ q: 42 })).toEqual({ q: "42", role: undefined });
});

test("what is no text covers the raw value, so that nothing else gets in", () => {
  expect(Object.keys(read({ q: ["a"], role: { a: 1 } }))).toEqual(["q", "role"]);
  expect(read({ q: ["a"], role: { a: 1 } })).toEqual({ q: undefined, role: undefined });
  expect(read({ q: "" })).toEqual({ q: undefined, role: undefined });
});

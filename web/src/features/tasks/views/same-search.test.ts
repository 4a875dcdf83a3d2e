import { expect, test } from "vitest";
import { isSameSearch } from "./same-search.ts";

test("the order of the parameters and empty ones make no difference, values do", () => {
  expect(isSameSearch({ due: "week", q: "a" }, { q: "a", due: "week", label: undefined })).toBe(
    true,
  );
  expect(isSameSearch({ due: "week" }, { due: "today" })).toBe(false);
  expect(isSameSearch({ due: "week" }, {})).toBe(false);
});

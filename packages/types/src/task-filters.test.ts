import fc from "fast-check";
import { expect, test } from "vitest";
import { statusCategories } from "./projects.ts";
import {
  dueKinds,
  orderDirections,
  parseDayRange,
  readTaskFilter,
  type TaskFilter,
  taskGroupings,
  taskOrders,
  writeTaskSearch,
} from "./task-filters.ts";
import { taskPriorities } from "./tasks.ts";

const ada = "0a000000-0000-4000-8000-000000000001";

test("choices are joined by commas, and read as they were written", () => {
  const filter = readTaskFilter({ status: "todo,review", assignee: `me,none,${ada}`, due: "week" });
  expect(filter).toEqual({
    status: ["todo", "review"],
    assignee: ["me", "none", ada],
    due: "week",
  });
  expect(writeTaskSearch(filter)).toEqual({
    status: "todo,review",
    assignee: `me,none,${ada}`,
    due: "week",
  });
});

test("a parameter that cannot be read is left out, and the others count", () => {
  expect(
    readTaskFilter({
      priority: "high,enormous",
      assignee: "somebody",
      due: "soon",
      order: "due",
      task: "WEB-1",
      q: "   ",
      status: "",
    }),
  ).toEqual({ order: "due" });
});

test("the same choice twice is one choice", () => {
  expect(readTaskFilter({ priority: "high,high,,low" })).toEqual({ priority: ["high", "low"] });
});

test.each([
  ["2026-11-01..2026-11-30", { from: "2026-11-01", to: "2026-11-30" }],
  ["..2026-11-30", { from: null, to: "2026-11-30" }],
  ["2026-11-01..", { from: "2026-11-01", to: null }],
])("%s is a range of days", (due, range) => {
  expect(readTaskFilter({ due })).toEqual({ due });
  expect(parseDayRange(due)).toEqual(range);
});

test.each(["..", "2026-11-30..2026-11-01", "2026-02-30..", "2026-11-01", "1066-10-14..", "a..b"])(
  "%s is no range of days",
  (due) => {
    expect(readTaskFilter({ due })).toEqual({});
    expect(parseDayRange(due)).toBeUndefined();
  },
);

const some = <Value>(...values: readonly Value[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 });
const filters: fc.Arbitrary<TaskFilter> = fc.record(
  {
    status: some("todo", "in_progress", "done"),
    category: some(...statusCategories),
    priority: some(...taskPriorities),
    assignee: some("me", "none", ada),
    reporter: some("me", ada),
    label: some(ada),
    project: some(ada),
    due: fc.constantFrom(...dueKinds, "2026-11-01.." as const, "..2026-11-30" as const),
    q: fc
      .string({ minLength: 1, maxLength: 200 })
      .map((text) => text.trim())
      .filter((text) => text !== ""),
    archived: fc.constantFrom("only" as const, "with" as const),
    order: fc.constantFrom(...taskOrders),
    direction: fc.constantFrom(...orderDirections),
    group: fc.constantFrom(...taskGroupings),
  },
  { requiredKeys: [] },
);

test("every filter survives the way through an address and through JSON", () => {
  fc.assert(
    fc.property(filters, (filter) => {
      const search = writeTaskSearch(filter);
      expect(readTaskFilter(JSON.parse(JSON.stringify(search)))).toEqual(filter);
      const address = new URLSearchParams();
      for (const [key, value] of Object.entries(search)) address.set(key, value ?? "");
      expect(readTaskFilter(Object.fromEntries(address))).toEqual(filter);
    }),
  );
});

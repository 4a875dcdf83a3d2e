import fc from "fast-check";
import { expect, test } from "vitest";
import { task } from "#/testing/tasks.ts";
import { sectionsOf } from "./sections.ts";
import { compareTasks, usualDirections } from "./task-sort.ts";
import { viewOf } from "./task-view.ts";

const reader = { userId: "ada", today: new Date(2026, 10, 20), weekStartsOn: 1 };
const project = { kind: "project", projectId: "p" } as const;

test("a project's list is grouped by status in the order by hand, unless one asks otherwise", () => {
  expect(viewOf(project, {}, "list", reader)).toMatchObject({ group: "status", order: "position" });
  expect(viewOf(project, { group: "priority" }, "list", reader)).toMatchObject({
    group: "priority",
    order: "updated",
    direction: "desc",
  });
});

test("what a page cannot do is not done: no order by hand across statuses or projects", () => {
  const byHand = { order: "position", group: "assignee" } as const;
  expect(viewOf(project, byHand, "list", reader).order).toBe("updated");
  expect(viewOf({ kind: "all" }, { group: "status" }, "list", reader).group).toBe("category");
});

test("a board is grouped by its columns, whatever the list is grouped by", () => {
  expect(viewOf(project, { group: "priority" }, "board", reader).group).toBe("status");
  expect(viewOf({ kind: "all" }, {}, "board", reader).group).toBe("category");
});

test("one's own work is what is left to do, unless one asks for what is done", () => {
  const open = { is: "given", column: "completed_at", isGiven: false };
  const mine = { kind: "mine", as: "assignee" } as const;
  expect(viewOf(mine, {}, "list", reader).conditions).toContainEqual(open);
  expect(viewOf(mine, { category: ["done"] }, "list", reader).conditions).not.toContainEqual(open);
});

test("every day belongs to exactly one section of due dates", () => {
  const sections = sectionsOf("due", [], reader);
  const day = fc.date({
    min: new Date(2026, 9, 1),
    max: new Date(2027, 0, 31),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(day, (date) => {
      const due = date.toISOString().slice(0, 10);
      const holding = sections.filter(({ conditions }) =>
        conditions.every(
          (each) =>
            each.is === "between" &&
            (each.from === null || due >= each.from) &&
            (each.to === null || due <= each.to),
        ),
      );
      expect(holding).toHaveLength(1);
    }),
  );
});

test("what has no due date comes last whichever way, and equals go by id", () => {
  const tasks = [
    task({ id: "c", due_date: null }),
    task({ id: "b", due_date: "2026-11-20" }),
    task({ id: "a", due_date: "2026-11-20" }),
    task({ id: "d", due_date: "2026-11-25" }),
  ];
  const ids = (direction: "asc" | "desc") =>
    tasks.toSorted(compareTasks({ order: "due", direction })).map(({ id }) => id);
  expect(ids("asc")).toEqual(["a", "b", "d", "c"]);
  expect(ids("desc")).toEqual(["d", "b", "a", "c"]);
  expect(usualDirections.due).toBe("asc");
});

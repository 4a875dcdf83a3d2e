import { expect, test } from "vitest";
import { slice, task } from "#/testing/tasks.ts";
import { groupsOfSections, groupsOfTasks, rowsOf } from "./list-rows.ts";
import { extended, nothingSelected, stillThere, toggled } from "./selection.ts";

const todo = slice({
  tasks: [task({ id: "a" }), task({ id: "b" })],
  total: 7,
  next: task({ id: "c" }),
});
const sections = [
  { id: "todo", slice: todo },
  { id: "review", slice: slice() },
  { id: "done", slice: undefined },
];

test("a section that goes on ends with the wish for more; empty ones show where they mean something", () => {
  const rows = (keepsEmpty: boolean) =>
    rowsOf(groupsOfSections(sections, keepsEmpty), new Set(), true).map(({ key }) => key);
  expect(rows(false)).toEqual(["group:todo", "a", "b", "more:todo"]);
  expect(rows(true)).toEqual(["group:todo", "a", "b", "more:todo", "group:review"]);
});

test("a folded group shows its name and its count alone", () => {
  const groups = groupsOfSections(sections, false);
  expect(rowsOf(groups, new Set(["todo"]), true)).toMatchObject([
    { kind: "group", group: { total: 7 } },
  ]);
});

test("groups of tasks that are not all there say no total", () => {
  const byAssignee = (shown: typeof todo) =>
    groupsOfTasks(
      { id: "all", slice: shown },
      ({ assignee_id }) => assignee_id ?? "nobody",
      (id) => id,
    );
  expect(byAssignee(todo)).toMatchObject([{ id: "nobody", total: undefined }]);
  const whole = slice({ tasks: [task({ id: "a", assignee_id: "zoe" }), task({ id: "b" })] });
  expect(byAssignee(whole).map(({ id, total }) => [id, total])).toEqual([
    ["nobody", 1],
    ["zoe", 1],
  ]);
});

test("a range goes from what was chosen last to here, either way, and keeps what was chosen", () => {
  const order = ["a", "b", "c", "d", "e"];
  const begun = toggled(toggled(nothingSelected, "e"), "b");
  expect([...extended(begun, "d", order).ids].toSorted()).toEqual(["b", "c", "d", "e"]);
  expect([...extended(begun, "a", order).ids].toSorted()).toEqual(["a", "b", "e"]);
  expect([...extended(nothingSelected, "c", order).ids]).toEqual(["c"]);
});

test("what is gone is not chosen any more", () => {
  const chosen = toggled(toggled(nothingSelected, "a"), "b");
  expect([...stillThere(chosen, new Map([["b", 1]])).ids]).toEqual(["b"]);
  expect(stillThere(chosen, new Map(["a", "b"].map((id) => [id, 1])))).toBe(chosen);
});

import { expect, test } from "vitest";
import { placeOf, shownPlace, withCardAt } from "./board-drag.ts";

const order = { todo: ["a", "b", "c"], doing: ["d"], done: [] };

test("knows the place of a card and the end of a column", () => {
  expect(placeOf(order, "b")).toEqual({ status: "todo", index: 1 });
  expect(placeOf(order, "column:done")).toEqual({ status: "done", index: 0 });
  expect(placeOf(order, "nothing")).toBeUndefined();
});

test("takes a card to another column", () => {
  expect(withCardAt(order, "b", { status: "doing", index: 0 })).toEqual({
    todo: ["a", "c"],
    doing: ["b", "d"],
    done: [],
  });
});

test("within a column the card shows where the one below the pointer stood", () => {
  expect(shownPlace(order, "a", "c")).toEqual({ status: "todo", index: 2 });
  expect(shownPlace(order, "a", "column:todo")).toEqual({ status: "todo", index: 2 });
});

test("over another column or nothing the card is still where it was", () => {
  expect(shownPlace(order, "a", "d")).toEqual({ status: "todo", index: 0 });
  expect(shownPlace(order, "a", undefined)).toEqual({ status: "todo", index: 0 });
});

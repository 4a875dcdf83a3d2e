import { expect, test } from "vitest";
import { carriedOver, dropPlace, placeOf, shownPlace, withCardAt } from "./board-drag.ts";

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

test("another column under the card changes the order, its own column does not", () => {
  expect(carriedOver(order, "b", "d")).toEqual({ todo: ["a", "c"], doing: ["b", "d"], done: [] });
  expect(carriedOver(order, "b", "column:done")).toMatchObject({ done: ["b"] });
  expect(carriedOver(order, "b", "a")).toBe(order);
  expect(carriedOver(order, "b", "b")).toBe(order);
});

test("a drop counts where the card is, also before it was said to be over another column", () => {
  expect(dropPlace(order, "b", "d")).toEqual({ status: "doing", index: 0 });
  expect(dropPlace(order, "b", "column:doing")).toEqual({ status: "doing", index: 1 });
  expect(dropPlace(order, "a", "c")).toEqual({ status: "todo", index: 2 });
  expect(dropPlace(order, "a", "gone")).toEqual({ status: "todo", index: 0 });
});

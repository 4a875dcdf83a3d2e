import { expect, test } from "vitest";
import { changedPositions, positionOfNew, statusKeyOf } from "./status-order.ts";

const row = (id: string, position: string, category = "todo") => ({ id, position, category });

test("a moved row alone changes its position, to one between its neighbours", () => {
  const [changed, ...others] = changedPositions(
    [row("a", "a0"), row("c", "a2"), row("b", "a1")],
    "c",
  );
  expect(others).toEqual([]);
  expect(changed?.id).toBe("c");
  expect(changed && changed.position > "a0" && changed.position < "a1").toBe(true);
});

test("at either end there is always room", () => {
  expect(changedPositions([row("b", "a1"), row("a", "a0")], "b")[0]?.position).toBe("Zz");
  expect(changedPositions([row("b", "a1"), row("a", "a0")], "a")[0]?.position).toBe("a2");
});

test("between equal positions all are dealt anew, in the order wanted", () => {
  const wanted = [row("a", "a0"), row("c", "a1"), row("b", "a0")];
  const dealt = new Map(changedPositions(wanted, "c").map(({ id, position }) => [id, position]));
  const positions = wanted.map(({ id, position }) => dealt.get(id) ?? position);
  expect(positions).toEqual([...new Set(positions)].toSorted());
});

test("a new status stands behind the last of its category", () => {
  const rows = [row("a", "a0", "todo"), row("b", "a1", "in_progress"), row("c", "a2", "done")];
  const position = positionOfNew(rows, "in_progress");
  expect(position > "a1" && position < "a2").toBe(true);
  expect(positionOfNew(rows, "done")).toBe("a3");
  expect(positionOfNew([], "done")).toBe("a0");
});

test.each([
  ["In review", [], "in_review"],
  ["In review", ["in_review", "in_review_2"], "in_review_3"],
  ["Geprüft & fertig", [], "gepruft_fertig"],
  ["2nd look", [], "nd_look"],
  ["審査", [], "status"],
])("%s with %j taken is called %s", (name, taken, key) => {
  expect(statusKeyOf(name, taken)).toBe(key);
});

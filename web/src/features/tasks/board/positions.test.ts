import fc from "fast-check";
import { expect, test } from "vitest";
import { byPosition, placeAt, positionAt } from "./positions.ts";

const column = [
  { id: "1", position: "a0" },
  { id: "2", position: "a1" },
  { id: "3", position: "a2" },
];

test("finds room at the start, between and at the end", () => {
  expect(positionAt(column, 0) < "a0").toBe(true);
  const between = positionAt(column, 1);
  expect(between > "a0" && between < "a1").toBe(true);
  expect(positionAt(column, 3) > "a2").toBe(true);
  expect(positionAt([], 0)).toBe("a0");
});

test("stays before what is not loaded yet", () => {
  const position = positionAt(column, 3, "a3");
  expect(position > "a2" && position < "a3").toBe(true);
});

test("goes behind the last of equal positions when nobody else may be moved", () => {
  const twins = [
    { id: "1", position: "a0" },
    { id: "2", position: "a0" },
    { id: "3", position: "a1" },
  ];
  const position = positionAt(twins, 1);
  expect(position > "a0" && position < "a1").toBe(true);
});

test("compares byte by byte as the database does, not as a language sorts", () => {
  const ids = [
    { id: "1", position: "a0" },
    { id: "2", position: "Zz" },
  ].toSorted(byPosition);
  expect(ids.map(({ id }) => id)).toEqual(["2", "1"]);
});

test("any sequence of moves leaves every card where it was put", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 60 }), (moves) => {
      let cards = Array.from({ length: 6 }, (_, index) => ({
        id: String(index),
        position: `a${index}`,
      }));
      for (const [from, to] of moves) {
        const moved = cards[from % cards.length];
        const others = cards.filter((card) => card !== moved);
        const index = to % (others.length + 1);
        const next = { id: moved?.id ?? "", position: positionAt(others, index) };
        const wanted = others.toSpliced(index, 0, next);
        cards = wanted.toSorted(byPosition);
        expect(cards.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
      }
    }),
    { numRuns: 200 },
  );
});

test("between equal positions too a card stays where it was put", () => {
  const positions = fc.array(fc.constantFrom("a0", "a1", "a1V", "a2"), { maxLength: 12 });
  fc.assert(
    fc.property(positions, fc.nat(), fc.boolean(), (taken, to, isFirstById) => {
      const cards = taken
        .map((position, index) => ({ id: `card-${index}`, position }))
        .toSorted(byPosition);
      const index = to % (cards.length + 1);
      const { position, shifted } = placeAt(cards, index);
      const moved = { id: isFirstById ? "a" : "z", position };
      const room = new Map(shifted.map((each) => [each.task.id, each.position]));
      const after = cards.map(({ id, position }) => ({ id, position: room.get(id) ?? position }));
      const wanted = after.toSpliced(index, 0, moved).map(({ id }) => id);
      expect([...after, moved].toSorted(byPosition).map(({ id }) => id)).toEqual(wanted);
    }),
    { numRuns: 500 },
  );
});

test("nobody is moved where there is room", () => {
  expect(placeAt(column, 1).shifted).toEqual([]);
});

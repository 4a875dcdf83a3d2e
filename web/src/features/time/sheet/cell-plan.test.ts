import fc from "fast-check";
import { expect, test } from "vitest";
import { type CellEntry, planCell, type Span } from "./cell-plan.ts";

const hour = 3_600_000;
const day = { start: 0, end: 24 * hour };
const opensAt = 9 * hour;

function entry(id: string, from: number, to: number, isFixed = false): CellEntry {
  return { id, version: 1, start: from * hour, end: to * hour, isFixed };
}
const at = (from: number, to: number): Span => ({ start: from * hour, end: to * hour });

function plan(entries: CellEntry[], others: Span[], wanted: number) {
  return planCell({ day, opensAt, entries, busy: [...entries, ...others] }, wanted * hour);
}

const nothing = { updates: [], deletes: [], creates: [] };

test("an empty day begins when work does, behind what is booked elsewhere", () => {
  expect(plan([], [], 2)).toEqual({ ...nothing, creates: [at(9, 11)] });
  expect(plan([], [at(9, 12)], 2)).toEqual({ ...nothing, creates: [at(12, 14)] });
});

test("more makes the last entry longer, or adds one where something follows it", () => {
  expect(plan([entry("a", 9, 10)], [], 3)).toEqual({
    ...nothing,
    updates: [{ id: "a", version: 1, end: 12 * hour }],
  });
  expect(plan([entry("a", 9, 10)], [at(11, 12)], 3)).toEqual({ ...nothing, creates: [at(12, 14)] });
});

test("less shortens and removes from the end", () => {
  const entries = [entry("a", 9, 11), entry("b", 12, 13), entry("c", 14, 15)];
  expect(plan(entries, [], 2.5)).toEqual({
    ...nothing,
    deletes: [{ id: "c", version: 1 }],
    updates: [{ id: "b", version: 1, end: 12.5 * hour }],
  });
  expect(plan(entries, [], 0)).toMatchObject({ deletes: [{ id: "c" }, { id: "b" }, { id: "a" }] });
});

test("what is typed again changes nothing", () => {
  expect(plan([entry("a", 9, 11)], [], 2)).toEqual(nothing);
});

test("a timer that runs and work over midnight are left alone", () => {
  expect(plan([entry("a", 22, 26, true)], [], 1)).toBe("fixed");
  expect(plan([entry("a", 22, 26, true), entry("b", 9, 10)], [], 2)).toMatchObject({
    deletes: [{ id: "b" }],
  });
});

test("a gap earlier in the day is taken when the evening is full", () => {
  expect(plan([], [at(9, 23)], 2)).toEqual({ ...nothing, creates: [at(0, 2)] });
  expect(plan([], [at(0, 23)], 2)).toBe("full");
});

test("whatever is booked and typed: the cell lasts that long then, and nothing overlaps", () => {
  const spans = fc
    .uniqueArray(fc.integer({ min: 0, max: 95 }), { maxLength: 16 })
    .map((quarters) => quarters.toSorted((a, b) => a - b))
    .map((sorted) =>
      sorted.flatMap((start, index) =>
        index % 2 === 0 && sorted[index + 1] !== undefined
          ? [{ start: start / 4, end: (sorted[index + 1] ?? 0) / 4 }]
          : [],
      ),
    );
  fc.assert(
    fc.property(
      spans,
      fc.func(fc.boolean()),
      fc.integer({ min: 0, max: 96 }),
      (all, isMine, quarters) => {
        const mine = all
          .filter((span) => isMine(span))
          .map(({ start, end }, index) => entry(`e${index}`, start, end));
        const others = all.filter((span) => !isMine(span)).map(({ start, end }) => at(start, end));
        const wanted = (quarters / 4) * hour;
        const answer = plan(mine, others, quarters / 4);
        if (typeof answer === "string") return;
        const kept = mine
          .filter(({ id }) => !answer.deletes.some((gone) => gone.id === id))
          .map((each) => ({
            ...each,
            end: answer.updates.find(({ id }) => id === each.id)?.end ?? each.end,
          }));
        const after: Span[] = [...kept, ...answer.creates];
        expect(after.reduce((sum, { start, end }) => sum + end - start, 0)).toBe(wanted);
        const order = [...after, ...others].toSorted((a, b) => a.start - b.start);
        for (const [index, span] of order.entries()) {
          expect(span.end).toBeLessThanOrEqual(order[index + 1]?.start ?? day.end);
        }
      },
    ),
  );
});

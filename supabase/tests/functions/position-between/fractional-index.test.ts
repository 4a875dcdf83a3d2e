import fc from "fast-check";
import { generateKeyBetween } from "fractional-indexing";
import { expect } from "vitest";
import { test } from "../../helpers/test.ts";

/** Two positions that a board can have, made by the clients' own package: random places in a growing column. */
const gaps = fc.array(fc.nat(), { minLength: 1, maxLength: 60 }).map((places) => {
  const column: string[] = [];
  for (const place of places) {
    const at = place % (column.length + 1);
    const position = generateKeyBetween(column[at - 1] ?? null, column[at] ?? null);
    column.splice(at, 0, position);
  }
  return [null, ...column].map((low, at) => [low, column[at] ?? null] as const);
});

test("a position between two of the package's is one of the package's, between them", async ({
  db,
}) => {
  await fc.assert(
    fc.asyncProperty(gaps, async (pairs) => {
      const rows = await db.all<{ low: string; position: string; high: string; valid: boolean }>(
        `select low, position, high, private.is_fractional_index(position) as valid
         from unnest($1::text[], $2::text[]) as pair (low, high),
           lateral (select private.position_between(low, high) as position) as made`,
        [pairs.map(([low]) => low), pairs.map(([, high]) => high)],
      );
      for (const { low, position, high, valid } of rows) {
        expect({ low, position, high, valid }).toMatchObject({ valid: true });
        if (low !== null) expect(position > low, `${low} < ${position}`).toBe(true);
        if (high !== null) expect(position < high, `${position} < ${high}`).toBe(true);
        // The package goes on from it.
        generateKeyBetween(low, position);
        generateKeyBetween(position, high);
      }
    }),
    { numRuns: 60 },
  );
});

test.for([
  ["a0", "a1", "a0V"],
  ["a0", "a0V", "a0G"],
  ["a0V", "a1", "a0l"],
  ["Zz", "a0", "ZzV"],
  ["Zz", "a1", "a0"],
  ["a0z", "a1", "a0zV"],
  [null, "a0", "Zz"],
  [null, "a0V", "a0"],
  [null, "Z0", "Yzz"],
  [null, "b00", "az"],
  [null, `A${"0".repeat(26)}V`, `A${"0".repeat(26)}G`],
  [null, `A${"0".repeat(25)}1`, `A${"0".repeat(26)}V`],
  ["a0", "b00", "a1"],
  ["az", null, "b00"],
] as const)("between %s and %s is %s", async ([low, high, expected], { db }) => {
  const row = await db.one(
    `select private.position_between($1, $2) as position,
       private.is_fractional_index(private.position_between($1, $2)) as valid`,
    [low, high],
  );
  expect(row).toEqual({ position: expected, valid: true });
});

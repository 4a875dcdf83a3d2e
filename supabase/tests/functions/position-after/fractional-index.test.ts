import { generateKeyBetween } from "fractional-indexing";
import { describe, expect } from "vitest";
import { test } from "../../helpers/test.ts";

describe("positions are those of the package fractional-indexing", () => {
  test("the next one is the package's, from the first to beyond the fourth digit", async ({
    db,
  }) => {
    let expected = generateKeyBetween(null, null);
    const { position } = await db.one<{ position: string }>(
      "select private.position_after(null) as position",
    );
    expect(position).toBe(expected);
    const rows = await db.all<{ position: string }>(`
      with recursive walk (step, position) as (
        select 1, private.position_after('a0')
        union all
        select step + 1, private.position_after(position) from walk where step < 5000
      )
      select position from walk order by step`);
    for (const row of rows) {
      expected = generateKeyBetween(expected, null);
      expect(row.position).toBe(expected);
    }
  });

  test.for(["Zz", "Z0", "Yzz", "Y00", "a1V", "azz", "bzzV", "Xzzz", "yz"])(
    "after %s too",
    async (position, { db }) => {
      const padded = position === "yz" ? `y${"z".repeat(25)}` : position;
      const row = await db.one(
        "select private.position_after($1) as next, private.is_fractional_index($1) as valid",
        [padded],
      );
      expect(row).toEqual({ next: generateKeyBetween(padded, null), valid: true });
    },
  );

  test.for(["", "a", "a10", "b1", "0a", "a0 ", "á0", `A${"0".repeat(26)}`, `a1${"V".repeat(300)}`])(
    "'%s' is none",
    async (position, { db }) => {
      const row = await db.one("select private.is_fractional_index($1) as valid", [position]);
      expect(row).toEqual({ valid: false });
    },
  );
});

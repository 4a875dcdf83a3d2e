import fc from "fast-check";
import { expect, test } from "vitest";
import { daysUntil, formatAgo, formatDay, formatMoment, parseDay, toDay } from "./format.ts";

const now = new Date(2026, 10, 20, 12, 0, 0);

test("a day is the same day wherever the reader is", () => {
  expect(formatDay("2026-11-20", "en-US", now)).toBe("Nov 20");
});

test("the year is said only when it is another one", () => {
  expect(formatDay("2027-01-19", "en-US", now)).toBe("Jan 19, 2027");
  expect(formatDay("2026-12-02", "de", now)).toBe("2. Dez.");
});

test("a moment is relative within a week and a day before that", () => {
  const ago = (ms: number) => formatAgo(new Date(now.getTime() - ms).toISOString(), "en", now);
  expect(ago(5_000)).toBe("now");
  expect(ago(3 * 60_000)).toBe("3 minutes ago");
  expect(ago(26 * 3_600_000)).toBe("yesterday");
  expect(ago(8 * 86_400_000)).toBe("Nov 12");
});

test("today is zero days away, also late in the evening and across a change of clocks", () => {
  expect(daysUntil("2026-11-20", new Date(2026, 10, 20, 23, 59))).toBe(0);
  expect(daysUntil("2026-11-18", now)).toBe(-2);
  expect(daysUntil("2026-04-01", new Date(2026, 2, 1))).toBe(31);
});

test.each(["infinity", "-infinity", "294276-12-31", "0044-03-15 BC", "2026-02-31", ""])(
  "what is no day to a browser is shown as it is written: %j",
  (day) => {
    expect(formatDay(day, "en", now)).toBe(day);
    expect(formatAgo("infinity", "en", now)).toBe("infinity");
    expect(formatMoment("infinity", "en")).toBe("infinity");
    expect(daysUntil(day, now)).toBeUndefined();
    expect(parseDay(day)).toBeUndefined();
  },
);

test("any text can be shown, and early years are not taken for those of our century", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      formatDay(text, "de", now);
      formatAgo(text, "de", now);
      formatMoment(text, "de");
    }),
  );
  expect(toDay(parseDay("0044-03-15") ?? now)).toBe("0044-03-15");
});

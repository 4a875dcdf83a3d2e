import { expect, test } from "vitest";
import { addDays, dayIn, dayRangeIn, minutesIn, momentIn, weekOf } from "./zoned.ts";

const berlin = "Europe/Berlin";
const hour = 3_600_000;

test("a day begins at the zone's midnight, not at Greenwich's", () => {
  expect(momentIn("2026-11-20", 0, berlin).toISOString()).toBe("2026-11-19T23:00:00.000Z");
  expect(momentIn("2026-07-01", 9 * 60, "America/New_York").toISOString()).toBe(
    "2026-07-01T13:00:00.000Z",
  );
  expect(dayIn(new Date("2026-11-19T23:30:00Z"), berlin)).toBe("2026-11-20");
  expect(dayIn(new Date("2026-11-19T23:30:00Z"), "Pacific/Kiritimati")).toBe("2026-11-20");
  expect(dayIn(new Date("2026-11-19T23:30:00Z"), "Pacific/Pago_Pago")).toBe("2026-11-19");
});

test("two days of a year last 23 and 25 hours", () => {
  const length = (day: string) => {
    const { start, end } = dayRangeIn(day, berlin);
    return (end - start) / hour;
  };
  expect(length("2026-03-29")).toBe(23);
  expect(length("2026-10-25")).toBe(25);
  expect(length("2026-10-26")).toBe(24);
});

test("a time that clocks show twice is the earlier one, one that they leave out comes later", () => {
  expect(momentIn("2026-10-25", 150, berlin).toISOString()).toBe("2026-10-25T00:30:00.000Z");
  const left = momentIn("2026-03-29", 150, berlin);
  expect(left.toISOString()).toBe("2026-03-29T01:30:00.000Z");
  expect(minutesIn(left, berlin)).toBe(210);
});

test("after the clocks changed a time of day is what it says", () => {
  for (const day of ["2026-03-29", "2026-10-25", "2026-03-30"]) {
    expect(minutesIn(momentIn(day, 17 * 60 + 5, berlin), berlin)).toBe(17 * 60 + 5);
  }
});

test("weeks begin where the language says", () => {
  expect(weekOf("2026-11-20", 1)).toBe("2026-11-16");
  expect(weekOf("2026-11-20", 0)).toBe("2026-11-15");
  expect(weekOf("2026-11-16", 1)).toBe("2026-11-16");
  expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
});

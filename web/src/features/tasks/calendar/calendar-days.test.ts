import { expect, test } from "vitest";
import { toDay } from "#/lib/format.ts";
import { dayBeside, daysShown, movedTo, turned } from "./calendar-days.ts";

test("a month is shown in whole weeks, which begin where the reader's do", () => {
  const november = new Date(2026, 10, 20);
  const fromMonday = daysShown(november, "month", 1).map(toDay);
  expect([fromMonday.at(0), fromMonday.at(-1)]).toEqual(["2026-10-26", "2026-12-06"]);
  const fromSunday = daysShown(november, "month", 0).map(toDay);
  expect([fromSunday.at(0), fromSunday.at(-1)]).toEqual(["2026-11-01", "2026-12-05"]);
  expect(daysShown(november, "week", 1).map(toDay).at(0)).toBe("2026-11-16");
});

test("no day is missing or doubled when the clocks change", () => {
  const march = daysShown(new Date(2026, 2, 15), "month", 1).map(toDay);
  expect(new Set(march).size).toBe(march.length);
  expect(march.length % 7).toBe(0);
});

test("from the last day of January one turns to February, not beyond it", () => {
  expect(toDay(turned(new Date(2027, 0, 31), "month", 1))).toBe("2027-02-01");
  expect(toDay(turned(new Date(2027, 0, 31), "week", -1))).toBe("2027-01-24");
});

test("a task with a beginning moves as a whole", () => {
  const task = { start_date: "2026-11-20", due_date: "2026-11-25" };
  expect(movedTo(task, "2026-11-18")).toEqual({
    due_date: "2026-11-18",
    start_date: "2026-11-13",
  });
  expect(movedTo({ start_date: null, due_date: "2026-11-25" }, "2026-12-01")).toEqual({
    due_date: "2026-12-01",
  });
});

test("the day beside the last of a month is the first of the next", () => {
  expect(dayBeside("2026-11-30", 1)).toBe("2026-12-01");
  expect(dayBeside("2026-12-03", -7)).toBe("2026-11-26");
});

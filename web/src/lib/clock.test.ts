import { expect, test } from "vitest";
import { clockOf, minutesOfClock, parseClock } from "./clock.ts";

test.each([
  ["9", "09:00"],
  ["14", "14:00"],
  ["930", "09:30"],
  ["1430", "14:30"],
  ["9:30", "09:30"],
  ["09.30", "09:30"],
  ["21h30", "21:30"],
  ["9h", "09:00"],
  ["9:30 pm", "21:30"],
  ["12 am", "00:00"],
  ["12pm", "12:00"],
])("%j is %s", (text, clock) => {
  expect(parseClock(text)).toBe(clock);
});

test.each(["", "24:00", "9:75", "13 pm", "abc", "9:3", "12345"])("%j is no time", (text) => {
  expect(parseClock(text)).toBeUndefined();
});

test("clocks are written with two digits", () => {
  expect([0, 65, 1_439].map(clockOf)).toEqual(["00:00", "01:05", "23:59"]);
  expect(minutesOfClock("23:59")).toBe(1_439);
});

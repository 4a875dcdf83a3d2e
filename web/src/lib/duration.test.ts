import { expect, test } from "vitest";
import { durationInput, formatClock, formatDuration, parseDuration } from "./duration.ts";

test.each([
  ["1:30", 90],
  ["0:05", 5],
  ["1h30", 90],
  ["1h 30m", 90],
  ["2 h 15", 135],
  ["1 Std 30 Min", 90],
  ["90m", 90],
  ["90 min", 90],
  ["45'", 45],
  ["1.5", 90],
  ["1,5 h", 90],
  [".25", 15],
  ["2", 120],
  ["0", 0],
  ["1.333h", 80],
  [" 8 ", 480],
])("%j means %i minutes", (text, minutes) => {
  expect(parseDuration(text)).toBe(minutes);
});

test.each(["", "abc", "1:75", "-2", "1h75", "1:30:00", "1.5.2", "h", "."])(
  "%j means nothing",
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);

test.each([
  [0, "0 h"],
  [5, "5 min"],
  [60, "1 h"],
  [135, "2 h 15"],
  [65, "1 h 05"],
  [60_000, "1,000 h"],
  [-90, "−1 h 30"],
])("%i minutes are read as %s", (minutes, words) => {
  expect(formatDuration(minutes, "en")).toBe(words);
});

test("what stands in a field is understood again", () => {
  for (const minutes of [0, 1, 59, 60, 61, 615, 6_000]) {
    expect(parseDuration(durationInput(minutes))).toBe(minutes);
  }
});

test("a clock ticks in seconds, and never backwards from nothing", () => {
  expect(formatClock(4 * 60 + 9)).toBe("0:04:09");
  expect(formatClock(10 * 3_600 + 5)).toBe("10:00:05");
  expect(formatClock(-3)).toBe("0:00:00");
});

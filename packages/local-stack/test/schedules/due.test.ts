import { describe, expect, it } from "vitest";
import { parseSchedule, reckon } from "../../src/services/schedules/due.ts";

const at = (text: string) => Date.parse(`${text}Z`);

function cron(text: string) {
  const schedule = parseSchedule(text);
  if (schedule?.kind !== "cron") throw new Error(`${text} is no cron schedule`);
  return schedule;
}

describe("a schedule in cron's syntax", () => {
  it.each([
    ["30 4 * * *", "2026-03-01T04:30", true],
    ["30 4 * * *", "2026-03-01T05:30", false],
    ["*/15 * * * *", "2026-03-01T04:45", true],
    ["0 9-17/4 * * *", "2026-03-01T13:00", true],
    ["0 0 $ * *", "2026-02-28T00:00", true],
    ["0 0 $ * *", "2028-02-28T00:00", false],
    ["0 0 * * sun", "2026-03-01T00:00", true],
    ["0 0 * * 7", "2026-03-01T00:00", true],
    ["0 0 1 jan,MAR *", "2026-03-01T00:00", true],
    ["@hourly", "2026-03-01T13:00", true],
    ["@weekly", "2026-03-01T00:00", true],
    ["@yearly", "2026-03-01T00:00", false],
  ])("%s at %s is due: %s", (text, moment, isDue) => {
    expect(cron(text).matches(new Date(at(moment)))).toBe(isDue);
  });

  it("is due on either day where both fields name one, on both where one begins with a star", () => {
    // 2026-03-02 is a Monday, the 13th a Friday.
    expect(cron("0 0 13 * mon").matches(new Date(at("2026-03-02T00:00")))).toBe(true);
    expect(cron("0 0 13 * mon").matches(new Date(at("2026-03-13T00:00")))).toBe(true);
    expect(cron("0 0 */2 * mon").matches(new Date(at("2026-03-02T00:00")))).toBe(false);
    expect(cron("0 0 */2 * mon").matches(new Date(at("2026-03-09T00:00")))).toBe(true);
  });

  it("may be an interval or the start of the server", () => {
    expect(parseSchedule("30 seconds")).toEqual({ kind: "interval", milliseconds: 30_000 });
    expect(parseSchedule(" 1 Second ")).toEqual({ kind: "interval", milliseconds: 1_000 });
    expect(parseSchedule("@reboot")).toEqual({ kind: "boot" });
    expect(parseSchedule("nonsense")).toBeUndefined();
  });
});

describe("the clock", () => {
  const quarterly = cron("*/15 * * * *");
  const nightly = cron("0 3 * * *");
  const from = at("2026-03-01T02:58");

  it("counts each minute once", () => {
    const { runs, lastMinute } = reckon(from, at("2026-03-01T03:00:30"));
    expect(runs(nightly)).toBe(1);
    expect(reckon(lastMinute, at("2026-03-01T03:00:59")).runs(nightly)).toBe(0);
  });

  it("makes up for a sleep of an hour with jobs of a fixed time only", () => {
    const { runs } = reckon(from, at("2026-03-01T03:50"));
    expect(runs(nightly)).toBe(1);
    expect(runs(quarterly)).toBe(0);
  });

  it("makes up for nothing after a day", () => {
    expect(reckon(from, at("2026-03-02T02:50")).runs(nightly)).toBe(0);
  });

  it("does not repeat a job of a fixed time when it goes back", () => {
    const { runs, lastMinute } = reckon(at("2026-03-01T03:10"), at("2026-03-01T03:00"));
    expect(runs(nightly)).toBe(0);
    expect(runs(quarterly)).toBe(1);
    expect(lastMinute).toBe(at("2026-03-01T03:10"));
  });
});

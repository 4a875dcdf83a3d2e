import { expect, test } from "vitest";
import type { TimeEntry } from "../queries.ts";
import { sheetRows } from "./sheet-rows.ts";

const days = ["2026-10-24", "2026-10-25", "2026-10-26"];
const berlin = "Europe/Berlin";

function entry(id: string, task: string | null, from: string, to: string | null): TimeEntry {
  return {
    id,
    project_id: "web",
    task_id: task,
    user_id: "ana",
    description: "",
    started_at: from,
    ended_at: to,
    is_billable: true,
    version: 1,
    projects: { key: "WEB", name: "Website", colour: "#5b6ee1", archived_at: null },
    tasks: null,
  };
}

function hours(entries: TimeEntry[], now = "2026-10-26T12:00:00Z") {
  const rows = sheetRows(entries, [], days, berlin, Date.parse(now));
  return rows.map(({ id, cells }) => [id, ...cells.map(({ seconds }) => seconds / 3_600)]);
}

test("each project and task has a row, each day its hours", () => {
  expect(
    hours([
      entry("a", null, "2026-10-24T08:00:00Z", "2026-10-24T10:00:00Z"),
      entry("b", "t1", "2026-10-24T10:00:00Z", "2026-10-24T10:30:00Z"),
      entry("c", null, "2026-10-24T11:00:00Z", "2026-10-24T12:00:00Z"),
    ]),
  ).toEqual([
    ["web:", 3, 0, 0],
    ["web:t1", 0.5, 0, 0],
  ]);
});

test("work over midnight counts on both days, also in the night that has an hour more", () => {
  // From 23:00 to 04:00 by the clocks of Berlin, which are set back in between.
  expect(hours([entry("a", null, "2026-10-24T21:00:00Z", "2026-10-25T03:00:00Z")])).toEqual([
    ["web:", 1, 5, 0],
  ]);
});

test("a timer lasts until now, a forgotten one no longer than a day", () => {
  expect(hours([entry("a", null, "2026-10-26T10:00:00Z", null)])).toEqual([["web:", 0, 0, 2]]);
  const forgotten = hours([entry("a", null, "2026-10-24T10:00:00Z", null)])[0];
  expect(forgotten).toEqual(["web:", 12, 12, 0]);
});

test("what lies outside of the week has no row, what was chosen has one without hours", () => {
  const outside = entry("a", null, "2026-10-23T08:00:00Z", "2026-10-23T10:00:00Z");
  expect(hours([outside])).toEqual([]);
  const [row] = sheetRows([], [outside], days, berlin, 0);
  expect(row?.cells.map(({ seconds }) => seconds)).toEqual([0, 0, 0]);
});

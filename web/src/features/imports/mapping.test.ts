import { expect, test } from "vitest";
import { guessColumns } from "./fields.ts";
import { guessMapping, mappingOf, toImportRow } from "./mapping.ts";
import type { Survey } from "./survey.ts";
import { guessDateOrder, guessPerson, guessStatus, readDate, readEstimate } from "./values.ts";

const target = {
  statuses: [
    { key: "todo", name: "To do", category: "todo" },
    { key: "in_progress", name: "In progress", category: "in_progress" },
    { key: "review", name: "Review", category: "in_progress" },
    { key: "done", name: "Done", category: "done" },
  ],
  people: [
    { id: "ana", name: "Ana Álvarez" },
    { id: "ben", name: "Ben Brandt" },
    { id: "ben-2", name: "Ben Okafor" },
  ],
};

function surveyOf(columns: Record<string, string[]>): Survey {
  return {
    shape: { encoding: "utf-8", delimiter: "," },
    columns: Object.entries(columns).map(([head, values]) => ({ head, values, hasMore: false })),
    rows: 1,
  };
}

test("heads of other programs, of this one and in German are known", () => {
  const heads = (...names: string[]) => guessColumns(names.map((head) => ({ head })));
  expect(heads("ID", "Summary", "Due Date", "Assignee", "Status")).toEqual({
    title: 1,
    due_date: 2,
    assignee: 3,
    status: 4,
  });
  expect(heads("Kürzel", "Titel", "Priorität", "Schätzung in Minuten")).toEqual({
    title: 1,
    priority: 2,
    estimate: 3,
  });
  expect(heads("Name", "Title")).toEqual({ title: 1 });
});

test("a status is found by its name, its key or what it means", () => {
  expect(guessStatus("REVIEW", target.statuses)).toBe("review");
  expect(guessStatus("in_progress", target.statuses)).toBe("in_progress");
  expect(guessStatus("Closed", target.statuses)).toBe("done");
  expect(guessStatus("Blocked", target.statuses)).toBeUndefined();
});

test("a person is found by name or by what an address holds, and never guessed between two", () => {
  expect(guessPerson("ana alvarez", target.people)).toBe("ana");
  expect(guessPerson("ben.brandt@acme.example", target.people)).toBe("ben");
  expect(guessPerson("Ana", target.people)).toBe("ana");
  expect(guessPerson("Ben", target.people)).toBeUndefined();
});

test("days are read in the order that fits all of them", () => {
  expect(guessDateOrder(["03.04.2026", "31.12.2026"])).toBe("dmy");
  expect(guessDateOrder(["03/04/2026", "12/31/2026"])).toBe("mdy");
  expect(guessDateOrder(["2026-12-31"])).toBe("ymd");
  expect(readDate("3/4/26", "mdy")).toBe("2026-03-04");
  expect(readDate("2026-03-04T10:00:00Z", "dmy")).toBe("2026-03-04");
  expect(readDate("31.02.2026", "dmy")).toBeUndefined();
});

test("a bare number is hours, or minutes where the head says so", () => {
  expect(readEstimate("90", "Estimate in minutes")).toBe(90);
  expect(readEstimate("1.5", "Estimate")).toBe(90);
  expect(readEstimate("much", "Estimate")).toBeUndefined();
});

test("a row says what the mapping makes of it, and hands on what cannot be read", () => {
  const survey = surveyOf({
    Title: [],
    Status: ["Closed", "Blocked"],
    Assignee: ["Ana"],
    Due: ["31.12.2026"],
    Estimate: ["2h"],
  });
  const mapping = guessMapping(survey, target);
  const row = (...cells: string[]) => toImportRow({ number: 7, cells }, mapping, survey);
  expect(row(" Write ", "Closed", "Ana", "31.12.2026", "2h")).toEqual({
    row_number: 7,
    title: "Write",
    status: "done",
    assignee_id: "ana",
    due_date: "2026-12-31",
    estimate_minutes: 120,
  });
  expect(row("Write", "Blocked", "Nobody", "someday", "much")).toEqual({
    row_number: 7,
    title: "Write",
    due_date: "someday",
    estimate_minutes: "much",
  });
  expect(row()).toEqual({ row_number: 7, title: "" });
});

test("the title can be any column that somebody chooses", () => {
  const survey = surveyOf({ A: [], B: [] });
  const mapping = mappingOf(survey, { title: 1 }, target);
  expect(toImportRow({ number: 2, cells: ["a", "b"] }, mapping, survey).title).toBe("b");
});

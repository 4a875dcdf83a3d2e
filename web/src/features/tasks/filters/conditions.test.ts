import { readTaskFilter } from "@flowdesk/types/task-filters";
import { expect, test } from "vitest";
import { task } from "#/testing/tasks.ts";
import { type Condition, conditionsOf, matches, numberIn } from "./conditions.ts";

// A Friday; weeks begin on Monday.
const reader = { userId: "ada", today: new Date(2026, 10, 20), weekStartsOn: 1 };
const ben = "0b000000-0000-4000-8000-000000000001";
const label = "0c000000-0000-4000-8000-000000000001";

/** Which of the tasks the filter shows. */
function shown(search: Record<string, string>, ...tasks: ReturnType<typeof task>[]) {
  const conditions = conditionsOf({ kind: "all" }, readTaskFilter(search), reader);
  const project = {
    archived_at: null,
    statuses: [
      { key: "todo", category: "todo" },
      { key: "done", category: "done" },
    ],
  };
  return tasks.filter((each) => matches(each, conditions, project)).map(({ id }) => id);
}

test("me is whoever reads, and nobody can be asked for too", () => {
  const mine = task({ id: "mine", assignee_id: "ada" });
  const bens = task({ id: "bens", assignee_id: ben });
  const nobodys = task({ id: "nobodys" });
  expect(shown({ assignee: "me" }, mine, bens, nobodys)).toEqual(["mine"]);
  expect(shown({ assignee: "none" }, mine, bens, nobodys)).toEqual(["nobodys"]);
  expect(shown({ assignee: `none,${ben}` }, mine, bens, nobodys)).toEqual(["bens", "nobodys"]);
});

test("overdue is what was due before today and is not done", () => {
  const late = task({ id: "late", due_date: "2026-11-19" });
  const today = task({ id: "today", due_date: "2026-11-20" });
  const done = task({ id: "done", due_date: "2026-11-19", completed_at: "2026-11-19T10:00:00Z" });
  expect(shown({ due: "overdue" }, late, today, done, task({ id: "undated" }))).toEqual(["late"]);
  expect(shown({ due: "today" }, late, today, done)).toEqual(["today"]);
});

test("this week goes from its first day to its last, wherever weeks begin", () => {
  const days = ["15", "16", "20", "22", "23"].map((day) =>
    task({ id: day, due_date: `2026-11-${day}` }),
  );
  expect(shown({ due: "week" }, ...days)).toEqual(["16", "20", "22"]);
  const american = conditionsOf({ kind: "all" }, { due: "week" }, { ...reader, weekStartsOn: 0 });
  expect(american).toContainEqual({
    is: "between",
    column: "due_date",
    from: "2026-11-15",
    to: "2026-11-21",
  });
});

test("archived tasks are there only when they are asked for", () => {
  const kept = task({ id: "kept" });
  const away = task({ id: "away", archived_at: "2026-11-01T10:00:00Z" });
  expect(shown({}, kept, away)).toEqual(["kept"]);
  expect(shown({ archived: "with" }, kept, away)).toEqual(["kept", "away"]);
  expect(shown({ archived: "only" }, kept, away)).toEqual(["away"]);
});

test("words are found in titles in any case, and a number names its task", () => {
  const brief = task({ id: "brief", title: "Write the Brief", number: 7 });
  const other = task({ id: "other", title: "Call Ada", number: 42 });
  expect(shown({ q: "brief" }, brief, other)).toEqual(["brief"]);
  expect(shown({ q: "WEB-42" }, brief, other)).toEqual(["other"]);
  expect([numberIn("#7"), numberIn("7"), numberIn("7 days"), numberIn("0")]).toEqual([
    7,
    7,
    undefined,
    undefined,
  ]);
});

test("any of several labels is enough", () => {
  const labelled = task({ id: "labelled", labels: [{ label_id: label }] });
  expect(shown({ label: `${label},${ben}` }, labelled, task({ id: "bare" }))).toEqual(["labelled"]);
});

test("what only the server knows is not guessed", () => {
  const watched: Condition[] = [{ is: "watched", by: "ada" }];
  expect(matches(task({ id: "t" }), watched, undefined)).toBeUndefined();
  const open: Condition[] = [{ is: "category", values: ["todo"] }];
  expect(matches(task({ id: "t" }), open, undefined)).toBeUndefined();
  expect(
    matches(task({ id: "t" }), open, {
      archived_at: null,
      statuses: [{ key: "todo", category: "todo" }],
    }),
  ).toBe(true);
});

test("one's own work says whose it is and leaves archived projects out", () => {
  expect(conditionsOf({ kind: "mine", as: "reporter" }, { archived: "with" }, reader)).toEqual([
    { is: "one-of", column: "reporter_id", values: ["ada"] },
    { is: "in-live-project" },
  ]);
});

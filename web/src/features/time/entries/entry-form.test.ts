import { expect, test } from "vitest";
import type { TimeEntry } from "../queries.ts";
import { formOf, spanOfForm } from "./entry-form.ts";

const berlin = "Europe/Berlin";

const entry: TimeEntry = {
  id: "e",
  project_id: "web",
  task_id: null,
  user_id: "ana",
  description: "",
  started_at: "2026-10-24T21:30:00+00:00",
  ended_at: "2026-10-25T03:00:00+00:00",
  is_billable: true,
  version: 1,
  projects: null,
  tasks: null,
};

test("what is stored is shown by the clocks of the organization, and goes back as it was", () => {
  const form = formOf(entry, berlin);
  expect(form).toMatchObject({ day: "2026-10-24", from: "23:30", minutes: 330 });
  const { started_at, ended_at } = spanOfForm(form, berlin);
  expect(Date.parse(started_at)).toBe(Date.parse(entry.started_at));
  expect(Date.parse(ended_at ?? "")).toBe(Date.parse(entry.ended_at ?? ""));
});

test("a timer that runs has no end", () => {
  const form = formOf({ ...entry, ended_at: null }, berlin);
  expect(form.minutes).toBeNull();
  expect(spanOfForm(form, berlin).ended_at).toBeUndefined();
});

import { plainWords } from "./plain-words.ts";

/** What of a task can be imported, in the order in which it is offered. */
export const importFields = [
  "title",
  "description",
  "status",
  "priority",
  "assignee",
  "start_date",
  "due_date",
  "estimate",
] as const;
export type ImportField = (typeof importFields)[number];

/** Which column holds what, by its place. */
export type ColumnChoice = Partial<Record<ImportField, number>>;

/*
 * What other programs, and this one in each of its languages, call the same; the likeliest first.
 */
const heads: Record<ImportField, readonly string[]> = {
  title: [
    "title",
    "task name",
    "summary",
    "task",
    "name",
    "subject",
    "titel",
    "aufgabe",
    "betreff",
  ],
  description: ["description", "notes", "body", "details", "beschreibung", "notizen"],
  status: ["status", "state", "section column", "list", "column", "spalte", "zustand"],
  priority: ["priority", "prio", "prioritat", "dringlichkeit"],
  assignee: [
    "assignee",
    "assigned to",
    "assignee email",
    "owner",
    "who",
    "zustandig",
    "zugewiesen an",
  ],
  start_date: ["start date", "start", "begins", "beginn", "startdatum"],
  due_date: ["due date", "due", "deadline", "fallig", "falligkeit", "fallig am", "frist"],
  estimate: [
    "estimate in minutes",
    "estimate",
    "estimated time",
    "original estimate",
    "schatzung in minuten",
    "schatzung",
    "aufwand",
  ],
};

/** What the heads of a file's columns seem to mean; each field and each column once. */
export function guessColumns(columns: readonly { head: string }[]): ColumnChoice {
  const names = columns.map(({ head }) => plainWords(head));
  const choice: ColumnChoice = {};
  for (const field of importFields) {
    for (const name of heads[field]) {
      const at = names.indexOf(name);
      if (at < 0 || Object.values(choice).includes(at)) continue;
      choice[field] = at;
      break;
    }
  }
  return choice;
}

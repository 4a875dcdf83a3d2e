import { type ColumnChoice, guessColumns, type ImportField } from "./fields.ts";
import type { NumberedRecord, Survey } from "./survey.ts";
import {
  type DateOrder,
  guessDateOrder,
  guessPerson,
  guessPriority,
  guessStatus,
  readDate,
  readEstimate,
} from "./values.ts";

/** Where tasks go: what of the project and of the organization an import has to know. */
export interface ImportTarget {
  statuses: readonly { key: string; name: string; category: string }[];
  people: readonly { id: string; name: string }[];
}

/** The fields whose texts stand for something else. */
export const valueFields = ["status", "priority", "assignee"] as const;
export type ValueField = (typeof valueFields)[number];

/** What becomes of a file: which column is which field, and what the texts in it stand for. */
export interface Mapping {
  columns: ColumnChoice;
  /** For each text of a field its status, priority or person; "" where it is left out. */
  values: Record<ValueField, Readonly<Record<string, string>>>;
  dateOrder: DateOrder;
}

/** One row as `import_tasks` takes it. What could not be read goes as it is, for the database to refuse. */
export type ImportRow = { row_number: number; title: string } & Partial<
  Record<"description" | "status" | "priority" | "assignee_id" | "start_date" | "due_date", string>
> & { estimate_minutes?: number | string };

/** The mapping that the heads and the texts of a file suggest. */
export function guessMapping(survey: Survey, target: ImportTarget): Mapping {
  return mappingOf(survey, guessColumns(survey.columns), target);
}

/** The mapping for columns that somebody chose, with guesses of what their texts stand for. */
export function mappingOf(survey: Survey, columns: ColumnChoice, target: ImportTarget): Mapping {
  const days = [columns.start_date, columns.due_date].flatMap((at) => valuesAt(survey, at));
  return {
    columns,
    values: {
      status: guesses(valuesAt(survey, columns.status), (value) =>
        guessStatus(value, target.statuses),
      ),
      priority: guesses(valuesAt(survey, columns.priority), guessPriority),
      assignee: guesses(valuesAt(survey, columns.assignee), (value) =>
        guessPerson(value, target.people),
      ),
    },
    dateOrder: guessDateOrder(days),
  };
}

/** The texts that a field has in the file. */
function valuesAt(survey: Survey, column: number | undefined): readonly string[] {
  return column === undefined ? [] : (survey.columns[column]?.values ?? []);
}

function guesses(
  values: readonly string[],
  guess: (value: string) => string | undefined,
): Record<string, string> {
  return Object.fromEntries(values.map((value) => [value, guess(value) ?? ""]));
}

/** What a row of the file says of its task. */
export function toImportRow(
  { number, cells }: NumberedRecord,
  mapping: Mapping,
  survey: Survey,
): ImportRow {
  const { columns, values, dateOrder } = mapping;
  const textOf = (field: ImportField) => cells[columns[field] ?? -1]?.trim() ?? "";
  const row: ImportRow = { row_number: number, title: textOf("title") };
  const description = textOf("description");
  if (description) row.description = description;
  const status = values.status[textOf("status")];
  if (status) row.status = status;
  const priority = values.priority[textOf("priority")];
  if (priority) row.priority = priority;
  const assignee = values.assignee[textOf("assignee")];
  if (assignee) row.assignee_id = assignee;
  for (const field of ["start_date", "due_date"] as const) {
    const text = textOf(field);
    if (text) row[field] = readDate(text, dateOrder) ?? text;
  }
  const estimate = textOf("estimate");
  if (estimate) {
    const head = survey.columns[columns.estimate ?? -1]?.head ?? "";
    row.estimate_minutes = readEstimate(estimate, head) ?? estimate;
  }
  return row;
}

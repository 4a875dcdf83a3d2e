/** A column of a CSV file: its head, and what of a row stands below it. */
export interface CsvColumn<Row> {
  head: string;
  cell: (row: Row) => string | number | null | undefined;
}

// Excel takes a file for UTF-8 only if it begins with this.
const byteOrderMark = "\uFEFF";

/** The beginning of a file: the heads of its columns. */
export function csvHead<Row>(columns: readonly CsvColumn<Row>[]): string {
  return byteOrderMark + lineOf(columns.map(({ head }) => head));
}

/** Rows as they stand in a file. */
export function csvRows<Row>(rows: readonly Row[], columns: readonly CsvColumn<Row>[]): string {
  return rows.map((row) => lineOf(columns.map(({ cell }) => cell(row)))).join("");
}

function lineOf(cells: readonly (string | number | null | undefined)[]): string {
  return `${cells.map(written).join(",")}\r\n`;
}

function written(cell: string | number | null | undefined): string {
  const text = typeof cell === "string" ? harmless(cell) : String(cell ?? "");
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A spreadsheet takes text that begins so for a formula, and would run what somebody typed into a title. An
 * apostrophe before it says that it is text.
 */
function harmless(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}

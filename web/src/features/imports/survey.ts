import { type CsvShape, isBlank, recordsOf, shapeOf, UnreadableFile } from "./read-csv.ts";

/** A column of the file. */
export interface SurveyedColumn {
  head: string;
  /** The different texts in it, the most frequent first; no more than `maxValues` of them are known. */
  values: string[];
  hasMore: boolean;
}

/** What is known of a file before it is imported. */
export interface Survey {
  shape: CsvShape;
  columns: SurveyedColumn[];
  /** Rows with something in them, without the head. */
  rows: number;
}

/** More than these nobody would put to their places by hand. */
const maxValues = 100;
const maxLength = 200;

/** A row as it stands in the file; the head is number 1. */
export interface NumberedRecord {
  number: number;
  cells: readonly string[];
}

/** The rows below the head that say something. */
export async function* rowsOf(file: Blob, shape: CsvShape): AsyncGenerator<NumberedRecord[]> {
  let number = 0;
  for await (const records of recordsOf(file, shape)) {
    const rows = records.map((cells) => {
      number += 1;
      return { number, cells };
    });
    yield rows.filter((row) => row.number > 1 && !isBlank(row.cells));
  }
}

/** Reads a file once, to tell what stands in it. */
export async function surveyOf(file: Blob): Promise<Survey> {
  const shape = await shapeOf(file);
  const heads = await headsOf(file, shape);
  const counts = heads.map(() => new Map<string, number>());
  let rows = 0;
  for await (const group of rowsOf(file, shape)) {
    rows += group.length;
    for (const { cells } of group) {
      for (const [index, count] of counts.entries()) tally(count, cells[index] ?? "");
    }
  }
  if (rows === 0) throw new UnreadableFile("empty");
  const columns = heads.map((head, index) => {
    const values = [...(counts[index] ?? [])].toSorted(([, a], [, b]) => b - a);
    return {
      head: head.trim(),
      values: values.slice(0, maxValues).map(([value]) => value),
      hasMore: values.length > maxValues,
    };
  });
  return { shape, columns, rows };
}

async function headsOf(file: Blob, shape: CsvShape): Promise<string[]> {
  for await (const [head] of recordsOf(file, shape)) if (head && !isBlank(head)) return head;
  throw new UnreadableFile("empty");
}

/** One more than are kept tells that there are others. */
function tally(counts: Map<string, number>, cell: string): void {
  const value = cell.trim().slice(0, maxLength);
  const known = counts.get(value);
  if (value === "" || (known === undefined && counts.size > maxValues)) return;
  counts.set(value, (known ?? 0) + 1);
}

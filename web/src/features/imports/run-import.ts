import { type AppError, asAppError } from "#/lib/app-error.ts";
import type { RowResult } from "./import-requests.ts";
import type { ImportRow } from "./mapping.ts";
import type { NumberedRecord } from "./survey.ts";

// Few enough that progress is seen and a wish to stop is heard soon.
const rowsPerCall = 200;
const charactersPerCall = 500_000;
const maxTries = 3;

export interface RefusedRow {
  record: NumberedRecord;
  code: string;
  message: string;
  details: string | null;
}

/** What an import has done so far, or a rehearsal would have. */
export interface ImportOutcome {
  /** Rows that have been answered. */
  answered: number;
  /** Rows that are tasks now, also by an earlier go of the same import. */
  createdRows: number;
  /** Rows that a rehearsal found nothing wrong with. */
  fitRows: number;
  refused: RefusedRow[];
  /** Somebody stopped it before its end. */
  isStopped: boolean;
  /** What ended it before its end. */
  error?: AppError;
}

interface ImportRun {
  rows: AsyncIterable<readonly NumberedRecord[]>;
  toRow: (record: NumberedRecord) => ImportRow;
  send: (rows: readonly ImportRow[]) => Promise<RowResult[]>;
  signal: AbortSignal;
  onProgress: (outcome: ImportOutcome) => void;
  /** Between two tries of the same rows, in milliseconds. */
  pause?: number;
}

/** Sends the rows some hundred at a time. Stopped or cut off, it tells truly what has been answered until then. */
export async function runImport(run: ImportRun): Promise<ImportOutcome> {
  const { rows, toRow, signal, onProgress } = run;
  let outcome: ImportOutcome = {
    answered: 0,
    createdRows: 0,
    fitRows: 0,
    refused: [],
    isStopped: false,
  };
  try {
    for await (const part of partsOf(rows, toRow)) {
      if (signal.aborted) return { ...outcome, isStopped: true };
      outcome = added(outcome, part, await sendAgain(run, part));
      onProgress(outcome);
    }
    return outcome;
  } catch (error) {
    return { ...outcome, error: asAppError(error) };
  }
}

interface Part {
  record: NumberedRecord;
  row: ImportRow;
}

async function* partsOf(
  groups: ImportRun["rows"],
  toRow: ImportRun["toRow"],
): AsyncGenerator<Part[]> {
  let part: Part[] = [];
  let size = 0;
  for await (const records of groups) {
    for (const record of records) {
      const row = toRow(record);
      const length = row.title.length + (row.description?.length ?? 0);
      if (part.length === rowsPerCall || (part.length > 0 && size + length > charactersPerCall)) {
        yield part;
        part = [];
        size = 0;
      }
      part.push({ record, row });
      size += length;
    }
  }
  if (part.length > 0) yield part;
}

/** The import's id makes it safe: rows whose answer was lost are not created again. */
async function sendAgain({ send, signal, pause = 1_000 }: ImportRun, part: readonly Part[]) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send(part.map(({ row }) => row));
    } catch (error) {
      const isHopeless = !asAppError(error).isTransient || attempt === maxTries || signal.aborted;
      if (isHopeless) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause * attempt));
    }
  }
}

function added(
  before: ImportOutcome,
  part: readonly Part[],
  results: readonly RowResult[],
): ImportOutcome {
  const byNumber = new Map(part.map(({ record }) => [record.number, record]));
  const refused = results.flatMap(({ row_number, code, message, details }): RefusedRow[] => {
    const record = byNumber.get(row_number);
    return code !== null && record ? [{ record, code, message: message ?? code, details }] : [];
  });
  const created = results.filter(({ task_id }) => task_id !== null).length;
  return {
    ...before,
    answered: before.answered + part.length,
    createdRows: before.createdRows + created,
    fitRows: before.fitRows + results.length - created - refused.length,
    refused: [...before.refused, ...refused],
  };
}

import { expect, test } from "vitest";
import { AppError } from "#/lib/app-error.ts";
import type { RowResult } from "./import-requests.ts";
import type { ImportRow } from "./mapping.ts";
import { runImport } from "./run-import.ts";

function recordsTo(last: number) {
  return Array.from({ length: last - 1 }, (_, index) => ({
    number: index + 2,
    cells: [`Task ${index + 2}`],
  }));
}

async function* fileOf(last: number) {
  yield recordsTo(last);
}

function created({ row_number }: ImportRow): RowResult {
  return { row_number, task_id: `task-${row_number}`, code: null, message: null, details: null };
}

interface Scene {
  send: (rows: readonly ImportRow[]) => Promise<RowResult[]>;
  stopAt?: number;
}

/** 500 rows; the sizes of the calls, and the outcome. */
async function run({ send, stopAt }: Scene) {
  const sizes: number[] = [];
  const stopper = new AbortController();
  const outcome = await runImport({
    rows: fileOf(501),
    toRow: ({ number, cells }) => ({ row_number: number, title: cells[0] ?? "" }),
    send: (rows) => {
      sizes.push(rows.length);
      if (sizes.length === stopAt) stopper.abort();
      return send(rows);
    },
    signal: stopper.signal,
    onProgress: () => {},
    pause: 0,
  });
  return { outcome, sizes };
}

test("all rows are sent, some hundred at a time, and refused ones are kept with their reason", async () => {
  const { outcome, sizes } = await run({
    send: async (rows) =>
      rows.map((row) =>
        row.row_number === 9
          ? { ...created(row), task_id: null, code: "23514", message: "No" }
          : created(row),
      ),
  });
  expect(sizes).toEqual([200, 200, 100]);
  expect(outcome).toMatchObject({ answered: 500, createdRows: 499, isStopped: false });
  expect(outcome.refused).toEqual([
    { record: { number: 9, cells: ["Task 9"] }, code: "23514", message: "No", details: null },
  ]);
});

test("whoever stops it gets the answer of what was on its way, and nothing more is sent", async () => {
  const { outcome, sizes } = await run({ send: async (rows) => rows.map(created), stopAt: 2 });
  expect(sizes).toEqual([200, 200]);
  expect(outcome).toMatchObject({ answered: 400, createdRows: 400, isStopped: true });
});

test("rows whose answer was lost are sent again", async () => {
  let calls = 0;
  const { outcome } = await run({
    send: async (rows) => {
      calls += 1;
      if (calls === 2) throw new AppError({ code: "network", message: "lost", status: 0 });
      return rows.map(created);
    },
  });
  expect(calls).toBe(4);
  expect(outcome).toMatchObject({ answered: 500, createdRows: 500 });
  expect(outcome.error).toBeUndefined();
});

test("a refusal of all ends it, and says what had been answered until then", async () => {
  let calls = 0;
  const { outcome } = await run({
    send: async (rows) => {
      calls += 1;
      if (calls > 1)
        throw new AppError({ code: "project_not_found", message: "gone", status: 404 });
      return rows.map(created);
    },
  });
  expect(calls).toBe(2);
  expect(outcome).toMatchObject({ answered: 200, createdRows: 200 });
  expect(outcome.error?.code).toBe("project_not_found");
});

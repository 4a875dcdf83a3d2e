import fc from "fast-check";
import Papa from "papaparse";
import { expect, test } from "vitest";
import { recordsOf, shapeOf, UnreadableFile } from "./read-csv.ts";
import { rowsOf, surveyOf } from "./survey.ts";

/** A file whose bytes come in pieces as small as wanted. */
function fileOf(content: string | Uint8Array<ArrayBuffer>, pieceSize = 65_536): Blob {
  const blob = new Blob([content]);
  const stream = () =>
    new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: async (controller) => {
        const bytes = new Uint8Array(await blob.arrayBuffer());
        for (let at = 0; at < bytes.length; at += pieceSize) {
          controller.enqueue(bytes.slice(at, at + pieceSize));
        }
        controller.close();
      },
    });
  return Object.assign(blob, { stream });
}

async function all<Row>(groups: AsyncIterable<Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const group of groups) rows.push(...group);
  return rows;
}

async function read(file: Blob): Promise<string[][]> {
  const shape = await shapeOf(file);
  return await all(recordsOf(file, shape));
}

test.each([
  ["UTF-8", new TextEncoder().encode("Titel,Größe\nÜben,5")],
  ["UTF-8 with a mark", new TextEncoder().encode("\uFEFFTitel,Größe\nÜben,5")],
  [
    "UTF-16 as Excel writes it",
    new Uint8Array(Buffer.from("\uFEFFTitel,Größe\nÜben,5", "utf16le")),
  ],
  ["Windows-1252", new Uint8Array(Buffer.from("Titel,Größe\nÜben,5", "latin1"))],
])("%s is read, wherever the pieces are cut", async (_, bytes) => {
  for (const size of [1, 2, 3, 7, 100]) {
    expect(await read(fileOf(bytes, size))).toEqual([
      ["Titel", "Größe"],
      ["Üben", "5"],
    ]);
  }
});

test.each([",", ";", "\t", "|"])("cells separated by %j are told apart", async (delimiter) => {
  const lines = [
    ["Title", "Notes"],
    ["One", "a"],
    ["Two", "b"],
  ];
  const file = fileOf(lines.map((cells) => cells.join(delimiter)).join("\n"));
  expect(await read(file)).toEqual(lines);
});

test("any table comes out as it was, whatever stands in it and wherever the pieces are cut", async () => {
  const cell = fc.string({ unit: fc.constantFrom(...'aü🦓,;"\n\t ') });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom("\r\n" as const, "\n" as const),
      async (rows, size, newline) => {
        const written = Papa.unparse(rows, { newline, quotes: true });
        const file = fileOf(written, size);
        const shape = { encoding: "utf-8", delimiter: "," };
        expect(await all(recordsOf(file, shape))).toEqual(rows);
      },
    ),
    { numRuns: 100 },
  );
});

test("rows keep the numbers that a spreadsheet shows, and blank ones are left out", async () => {
  const file = fileOf("Title,Status\nOne,Open\n,\n\nFour,Done\n,,\n");
  const rows = await all(rowsOf(file, await shapeOf(file)));
  expect(rows.map(({ number, cells }) => [number, cells[0]])).toEqual([
    [2, "One"],
    [5, "Four"],
  ]);
});

test("a survey counts rows and knows the texts of each column, the most frequent first", async () => {
  const survey = await surveyOf(fileOf("Title;Status\nA;Open\nB;Done\nC;Done\n"));
  expect(survey.rows).toBe(3);
  expect(survey.columns[1]).toEqual({ head: "Status", values: ["Done", "Open"], hasMore: false });
});

test.each(["", "\n\n", "Title,Status\n", "Title,Status\n,\n"])(
  "a file without a row is said to be empty: %j",
  async (content) => {
    await expect(surveyOf(fileOf(content))).rejects.toMatchObject({ code: "empty" });
  },
);

test("a quotation mark that nobody closed is no reason to read for ever", async () => {
  const file = fileOf(`Title,Notes\nOne,"never closed\n${"x,y\n".repeat(300_000)}`);
  await expect(surveyOf(file)).rejects.toBeInstanceOf(UnreadableFile);
});

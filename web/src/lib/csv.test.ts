import fc from "fast-check";
import Papa from "papaparse";
import { expect, test } from "vitest";
import { type CsvColumn, csvHead, csvRows } from "./csv.ts";

interface Row {
  title: string;
  size?: number | null;
}

const columns: CsvColumn<Row>[] = [
  { head: "Title", cell: ({ title }) => title },
  { head: "Size", cell: ({ size }) => size },
];

test("a file begins with what tells Excel that it is UTF-8, and with the heads", () => {
  expect(csvHead(columns)).toBe("\uFEFFTitle,Size\r\n");
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])(
  "text that a spreadsheet would take for a formula is text: %j",
  (title) => {
    const [row] = Papa.parse<string[]>(csvRows([{ title }], columns)).data;
    expect(row?.[0]).toBe(`'${title}`);
  },
);

test("a number stays a number, and nothing stays empty", () => {
  const rows = [
    { title: "Less", size: -5 },
    { title: "None", size: null },
  ];
  expect(csvRows(rows, columns)).toBe("Less,-5\r\nNone,\r\n");
});

test("whatever stands in a cell is read again as it was", () => {
  const text = fc.string({ unit: fc.constantFrom(..."aé,;\"'\n\r\t =") }).map((tail) => `x${tail}`);
  fc.assert(
    fc.property(fc.array(text, { minLength: 1 }), (titles) => {
      const written = csvRows(
        titles.map((title) => ({ title })),
        columns,
      );
      const read = Papa.parse<string[]>(written, { newline: "\r\n", delimiter: "," }).data;
      expect(read.slice(0, -1).map(([title]) => title)).toEqual(titles);
    }),
  );
});

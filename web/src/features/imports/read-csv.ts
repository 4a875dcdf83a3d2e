import Papa from "papaparse";

/** How a file has to be read. */
export interface CsvShape {
  encoding: string;
  delimiter: string;
}

/** A file that cannot be read; `code` says why. */
export class UnreadableFile extends Error {
  override name = "UnreadableFile";
  readonly code: "empty" | "quote";

  constructor(code: "empty" | "quote") {
    super(`The file cannot be read: ${code}.`);
    this.code = code;
  }
}

const sampleSize = 64 * 1024;
// A record larger than this is a quotation mark that nobody closed.
const maxRecord = 1_000_000;

/** What can be told of a file before it is read: its encoding, and what stands between its cells. */
export async function shapeOf(file: Blob): Promise<CsvShape> {
  const encoding = await encodingOf(file);
  const sample = new TextDecoder(encoding).decode(await file.slice(0, sampleSize).arrayBuffer());
  const guess = Papa.parse<string[]>(sample, {
    preview: 20,
    delimitersToGuess: [",", ";", "\t", "|"],
    skipEmptyLines: "greedy",
  });
  return { encoding, delimiter: guess.meta.delimiter };
}

/** By the mark at its beginning; else UTF-8 where it is that, and what Excel writes in Europe where it is not. */
async function encodingOf(file: Blob): Promise<string> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  try {
    for await (const _ of textOf(file, new TextDecoder("utf-8", { fatal: true })));
    return "utf-8";
  } catch (error) {
    if (error instanceof TypeError) return "windows-1252";
    throw error;
  }
}

/** The text of a file, piece by piece, so that one of any size fits. */
async function* textOf(file: Blob, decoder: TextDecoder): AsyncGenerator<string> {
  const reader = file.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield decoder.decode(value, { stream: true });
    }
    yield decoder.decode();
  } finally {
    await reader.cancel();
  }
}

/**
 * The records of a file in groups as they are read, the head among them. Lines end with "\n" in what comes out,
 * inside of cells too, and there is no NUL in it, which the database cannot hold.
 */
export async function* recordsOf(file: Blob, shape: CsvShape): AsyncGenerator<string[][]> {
  const parser = new Papa.Parser({ delimiter: shape.delimiter, newline: "\n" });
  let rest = "";
  let heldReturn = "";
  for await (const piece of textOf(file, new TextDecoder(shape.encoding))) {
    const text = heldReturn + piece;
    // The other half of "\r\n" may be in the next piece.
    heldReturn = text.endsWith("\r") ? "\r" : "";
    rest += plain(heldReturn ? text.slice(0, -1) : text);
    const { data, meta }: Papa.ParseResult<string[]> = parser.parse(rest, 0, true);
    rest = rest.slice(meta.cursor);
    if (rest.length > maxRecord) throw new UnreadableFile("quote");
    if (data.length > 0) yield data;
  }
  if (rest === "") return;
  const { data }: Papa.ParseResult<string[]> = parser.parse(rest, 0, false);
  yield data;
}

function plain(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n").replaceAll("\0", "");
}

/** Whether nothing stands in a record; spreadsheets leave many such at the end. */
export function isBlank(record: readonly string[]): boolean {
  return record.every((cell) => cell.trim() === "");
}

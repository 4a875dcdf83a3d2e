import { createSocket } from "node:dgram";
import { once } from "node:events";

/** What the server says of a name: texts in pieces, nothing, a failure; `silence` never answers. */
export type DnsAnswer = readonly (readonly string[])[] | "no_such_name" | "failure" | "silence";

const TXT = 16;
const CODES = { no_such_name: 3, failure: 2 } as const;

/**
 * A name server for one zone of a test's own making (RFC 1035). Answers to TXT questions over UDP; keep them short
 * enough for a datagram.
 */
export async function startDnsServer(
  port: number,
  answers: ReadonlyMap<string, DnsAnswer>,
): Promise<AsyncDisposable> {
  const socket = createSocket("udp4");
  socket.on("message", (query, { address, port: from }) => {
    const { name, end } = readName(query);
    const answer = answers.get(name.toLowerCase()) ?? "no_such_name";
    if (answer === "silence") return;
    const asksForText = query.readUInt16BE(end) === TXT;
    const records = typeof answer === "string" || !asksForText ? [] : answer;
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    // An answer, authoritative, recursion available.
    header.writeUInt16BE(0x8580 | (typeof answer === "string" ? CODES[answer] : 0), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    const question = query.subarray(12, end + 4);
    socket.send(Buffer.concat([header, question, ...records.map(writeText)]), from, address);
  });
  socket.bind(port, "127.0.0.1");
  await once(socket, "listening");
  return {
    [Symbol.asyncDispose]: async () => {
      socket.close();
      await once(socket, "close");
    },
  };
}

function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString("ascii", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join("."), end: at + 1 };
}

function writeText(pieces: readonly string[]): Buffer {
  const data = pieces.map((piece) => {
    const bytes = Buffer.from(piece);
    return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  });
  const record = Buffer.alloc(12);
  // The name: the one of the question, which begins behind the header.
  record.writeUInt16BE(0xc00c, 0);
  record.writeUInt16BE(TXT, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt16BE(Buffer.concat(data).length, 10);
  return Buffer.concat([record, ...data]);
}

/** A port on which no name server answers yet. */
export async function findDnsPort(): Promise<number> {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  socket.close();
  await once(socket, "close");
  return port;
}

/**
 * The messages of PostgreSQL's `pgoutput` plugin, protocol version 1: whole committed transactions
 * in commit order.
 * https://www.postgresql.org/docs/17/protocol-logicalrep-message-formats.html
 */
interface RelationColumn {
  name: string;
  isKey: boolean;
  typeOid: number;
}

export interface RelationMessage {
  kind: "relation";
  oid: number;
  schema: string;
  name: string;
  columns: RelationColumn[];
}

/**
 * A value as PostgreSQL prints it; null is SQL's; undefined is a large value that did not change.
 */
export type TupleValue = Buffer | null | undefined;

export type PgOutputMessage =
  | RelationMessage
  | { kind: "begin"; commitTime: Date; xid: number }
  | { kind: "commit" }
  | { kind: "insert"; oid: number; row: TupleValue[] }
  | { kind: "update"; oid: number; row: TupleValue[]; key?: TupleValue[]; old?: TupleValue[] }
  | { kind: "delete"; oid: number; key?: TupleValue[]; old?: TupleValue[] }
  | { kind: "other" };

const postgresEpochMs = Date.UTC(2000, 0, 1);

class Reader {
  readonly #buffer: Buffer;
  #offset = 0;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }

  char(): string {
    return String.fromCharCode(this.uint8());
  }

  uint8(): number {
    return this.#buffer.readUInt8(this.#advance(1));
  }

  uint16(): number {
    return this.#buffer.readUInt16BE(this.#advance(2));
  }

  uint32(): number {
    return this.#buffer.readUInt32BE(this.#advance(4));
  }

  timestamp(): Date {
    const micros = this.#buffer.readBigInt64BE(this.#advance(8));
    return new Date(postgresEpochMs + Number(micros / 1000n));
  }

  skip(length: number): void {
    this.#advance(length);
  }

  bytes(length: number): Buffer {
    const start = this.#advance(length);
    if (this.#offset > this.#buffer.length)
      throw new RangeError("a pgoutput message ends too soon");
    return this.#buffer.subarray(start, this.#offset);
  }

  text(): string {
    const end = this.#buffer.indexOf(0, this.#offset);
    if (end < 0) throw new RangeError("a pgoutput string has no end");
    const value = this.#buffer.toString("utf8", this.#offset, end);
    this.#offset = end + 1;
    return value;
  }

  tuple(): TupleValue[] {
    return Array.from({ length: this.uint16() }, () => {
      switch (this.char()) {
        case "n":
          return null;
        case "u":
          return undefined;
        default:
          return this.bytes(this.uint32());
      }
    });
  }

  #advance(length: number): number {
    const start = this.#offset;
    this.#offset += length;
    return start;
  }
}

/** Decodes one message. Values are views into `data`: use or copy them before it is reused. */
export function decodePgOutput(data: Buffer): PgOutputMessage {
  const reader = new Reader(data);
  switch (reader.char()) {
    case "B":
      reader.skip(8); // the transaction's final LSN
      return { kind: "begin", commitTime: reader.timestamp(), xid: reader.uint32() };
    case "C":
      return { kind: "commit" };
    case "R":
      return readRelation(reader);
    case "I": {
      const oid = reader.uint32();
      reader.skip(1); // always "N": the new row
      return { kind: "insert", oid, row: reader.tuple() };
    }
    case "U": {
      const oid = reader.uint32();
      const before = readOldTuple(reader, reader.char());
      return { kind: "update", oid, ...before, row: reader.tuple() };
    }
    case "D":
      return {
        kind: "delete",
        oid: reader.uint32(),
        ...readOldTuple(reader, reader.char(), false),
      };
    default: // Type, origin, truncate and logical messages carry nothing we pass on.
      return { kind: "other" };
  }
}

function readRelation(reader: Reader): RelationMessage {
  const oid = reader.uint32();
  const schema = reader.text();
  const name = reader.text();
  reader.skip(1); // replica identity
  const columns = Array.from({ length: reader.uint16() }, () => {
    const isKey = (reader.uint8() & 1) === 1;
    const column = { name: reader.text(), isKey, typeOid: reader.uint32() };
    reader.skip(4); // type modifier
    return column;
  });
  return { kind: "relation", oid, schema, name, columns };
}

/** "K": only the key of the old row; "O": all of it (REPLICA IDENTITY FULL); "N": neither. */
function readOldTuple(
  reader: Reader,
  kind: string,
  newTupleFollows = true,
): { key?: TupleValue[]; old?: TupleValue[] } {
  if (kind === "N") return {};
  const tuple = reader.tuple();
  if (newTupleFollows) reader.skip(1);
  return kind === "K" ? { key: tuple } : { old: tuple };
}

import { describe, expect, it } from "vitest";
import { decodePgOutput } from "../../src/services/realtime/pgoutput.ts";
import {
  decodeWalsenderMessage,
  encodeStandbyStatus,
} from "../../src/services/realtime/walsender.ts";

const uint16 = (value: number) => Buffer.from([value >> 8, value & 255]);
const uint32 = (value: number) => Buffer.concat([uint16(value >>> 16), uint16(value & 65535)]);
const uint64 = (value: bigint) => {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64BE(value);
  return buffer;
};
const text = (value: string) => Buffer.from(`${value}\0`);
const bytes = (...parts: (Buffer | string)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part)));
const value = (content: string) => bytes("t", uint32(content.length), content);
const tuple = (...values: (Buffer | string)[]) => bytes(uint16(values.length), ...values);

describe("pgoutput", () => {
  it("begin tells which transaction was committed when", () => {
    const micros = BigInt(Date.UTC(2026, 0, 2) - Date.UTC(2000, 0, 1)) * 1000n;
    expect(decodePgOutput(bytes("B", uint64(1n), uint64(micros), uint32(7)))).toEqual({
      kind: "begin",
      commitTime: new Date("2026-01-02T00:00:00Z"),
      xid: 7,
    });
  });

  it("a relation tells names, key columns and types", () => {
    const message = bytes(
      "R", uint32(16_400), text("public"), text("notes"), "d", uint16(2),
      Buffer.from([1]), text("id"), uint32(23), uint32(0xffffffff),
      Buffer.from([0]), text("body"), uint32(25), uint32(0xffffffff),
    ); // biome-ignore format: one column a line
    expect(decodePgOutput(message)).toEqual({
      kind: "relation",
      oid: 16_400,
      schema: "public",
      name: "notes",
      columns: [
        { name: "id", isKey: true, typeOid: 23 },
        { name: "body", isKey: false, typeOid: 25 },
      ],
    });
  });

  it("an insert has values, nulls and unchanged large values", () => {
    expect(decodePgOutput(bytes("I", uint32(1), "N", tuple(value("42"), "n", "u")))).toEqual({
      kind: "insert",
      oid: 1,
      row: [Buffer.from("42"), null, undefined],
    });
  });

  it("an update has the old key, the whole old row, or neither", () => {
    const row = [Buffer.from("2")];
    const update = (...before: (Buffer | string)[]) =>
      decodePgOutput(bytes("U", uint32(1), ...before, "N", tuple(value("2"))));
    expect(update()).toEqual({ kind: "update", oid: 1, row });
    const old = [Buffer.from("1")];
    expect(update("K", tuple(value("1")))).toEqual({ kind: "update", oid: 1, row, key: old });
    expect(update("O", tuple(value("1")))).toEqual({ kind: "update", oid: 1, row, old });
  });

  it("a delete has the old key or the whole old row", () => {
    const old = [Buffer.from("1"), null];
    const remove = (kind: string) =>
      decodePgOutput(bytes("D", uint32(1), kind, tuple(value("1"), "n")));
    expect(remove("K")).toEqual({ kind: "delete", oid: 1, key: old });
    expect(remove("O")).toEqual({ kind: "delete", oid: 1, old });
  });

  it("what carries no row is passed over", () => {
    expect(decodePgOutput(bytes("T", uint32(1), uint32(1))).kind).toBe("other");
    expect(decodePgOutput(bytes("C", Buffer.alloc(25))).kind).toBe("commit");
  });

  it("a message that ends too soon is an error, not a wrong row", () => {
    const whole = bytes("I", uint32(1), "N", tuple(value("42")));
    for (let length = 0; length < whole.length; length += 1) {
      expect(() => decodePgOutput(whole.subarray(0, length))).toThrow(RangeError);
    }
  });
});

describe("the walsender's envelope", () => {
  it("carries data and the position it ends at", () => {
    const chunk = bytes("w", uint64(16n), uint64(32n), uint64(0n), "data");
    expect(decodeWalsenderMessage(chunk)).toEqual({
      kind: "data",
      walEnd: 16n,
      data: Buffer.from("data"),
    });
  });

  it("keepalives say whether an answer is wanted", () => {
    const keepalive = (reply: number) => bytes("k", uint64(48n), uint64(0n), Buffer.from([reply]));
    expect(decodeWalsenderMessage(keepalive(1))).toEqual({
      kind: "keepalive",
      walEnd: 48n,
      replyRequested: true,
    });
    expect(decodeWalsenderMessage(keepalive(0))).toMatchObject({ replyRequested: false });
    expect(decodeWalsenderMessage(Buffer.from("k"))).toBeUndefined();
  });

  it("a status names one position as written, flushed and applied", () => {
    const status = encodeStandbyStatus(48n);
    expect(status.toString("latin1", 0, 1)).toBe("d");
    expect(status.readInt32BE(1)).toBe(status.length - 1);
    expect([6, 14, 22].map((offset) => status.readBigUInt64BE(offset))).toEqual([48n, 48n, 48n]);
  });
});

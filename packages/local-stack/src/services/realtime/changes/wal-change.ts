import type { JsonObject } from "../messages.ts";
import type { PgOutputMessage, RelationMessage, TupleValue } from "../pgoutput.ts";

export interface Transaction {
  commitTime: Date;
  xid: number;
}

/** One change as `realtime.apply_rls` takes it: JSON in the shape of wal2json's format 2. */
export interface WalChange {
  json: string;
  bytes: number;
  isTooLarge: boolean;
}

interface WalColumn {
  name: string;
  typeoid: number;
  value: string | null;
}

type RowChange = Extract<PgOutputMessage, { kind: "insert" | "update" | "delete" }>;

const byteaOid = 17;
const fractionOids = new Set([700, 701, 1700]);
// No key or index entry can be longer, so whoever a change is for can still be told without these.
const longestKeptBytes = 8 * 1024;

/**
 * Turns a change into what SQL judges, copying its values. A change above `maxBytes` loses its large
 * values here already: its subscribers are told that it was too large.
 */
export function toWalChange(
  change: RowChange,
  relation: RelationMessage,
  transaction: Transaction,
  maxBytes: number,
): WalChange {
  const rows = [
    change.kind === "delete" ? change.key : change.row,
    change.kind === "insert" ? undefined : change.old,
  ];
  const bytes = rows.reduce((sum, row) => sum + sizeOf(row), 0);
  const isTooLarge = bytes > maxBytes;
  const read = (row: TupleValue[], keyOnly = false) =>
    readColumns(relation, row, { keyOnly, maxBytes: isTooLarge ? longestKeptBytes : bytes });

  const wal: JsonObject = {
    action: actions[change.kind],
    schema: relation.schema,
    table: relation.name,
    timestamp: transaction.commitTime.toISOString(),
    xid: transaction.xid,
  };
  if (change.kind !== "delete") wal.columns = read(withUnchanged(change));
  if (change.kind !== "insert") wal.identity = readIdentity(change, read);
  const json = JSON.stringify(wal);
  return { json, bytes: json.length, isTooLarge };
}

const actions = { insert: "I", update: "U", delete: "D" } as const;

function sizeOf(row: TupleValue[] | undefined): number {
  return row?.reduce((sum, value) => sum + (value?.length ?? 0), 0) ?? 0;
}

/** A large value that did not change is not sent again; under REPLICA IDENTITY FULL the old row has it. */
function withUnchanged(change: Extract<RowChange, { row: TupleValue[] }>): TupleValue[] {
  const old = change.kind === "update" ? change.old : undefined;
  if (old === undefined) return change.row;
  return change.row.map((value, index) => (value === undefined ? old[index] : value));
}

function readIdentity(
  change: Exclude<RowChange, { kind: "insert" }>,
  read: (row: TupleValue[], keyOnly?: boolean) => WalColumn[],
): WalColumn[] {
  if (change.old !== undefined) return read(change.old);
  if (change.key !== undefined) return read(change.key, true);
  // An update that left the key as it was: the new row has it.
  return change.kind === "update" ? read(change.row, true) : [];
}

function readColumns(
  relation: RelationMessage,
  row: TupleValue[],
  { keyOnly, maxBytes }: { keyOnly: boolean; maxBytes: number },
): WalColumn[] {
  return relation.columns.flatMap(({ name, isKey, typeOid }, index) => {
    const value = row[index];
    if (value === undefined || (keyOnly && !isKey)) return [];
    if (value !== null && value.length > maxBytes) return [];
    return [{ name, typeoid: typeOid, value: readValue(value, typeOid) }];
  });
}

function readValue(value: Buffer | null, typeOid: number): string | null {
  const text = value?.toString("utf8") ?? null;
  if (text === null) return null;
  if (typeOid === byteaOid) return text.slice(2); // without the `\x`
  // JSON has no name for these.
  if (fractionOids.has(typeOid) && /^(NaN|-?Infinity)$/.test(text)) return null;
  return text;
}

import { generateKeyBetween, generateNKeysBetween } from "fractional-indexing";

interface Placed {
  id: string;
  position: string;
}

/**
 * The positions that have to change so that the rows stand in the order given, in which `movedId` was moved: as a rule
 * its own alone. Two people who add at once make equal positions, between which nothing fits; then all are dealt anew.
 */
export function changedPositions(rows: readonly Placed[], movedId: string): Placed[] {
  const index = rows.findIndex(({ id }) => id === movedId);
  const before = rows[index - 1]?.position ?? null;
  const after = rows[index + 1]?.position ?? null;
  if (before === null || after === null || before < after) {
    return [{ id: movedId, position: generateKeyBetween(before, after) }];
  }
  const positions = generateNKeysBetween(null, null, rows.length);
  return rows.flatMap(({ id, position }, at) => {
    const next = positions[at] ?? position;
    return next === position ? [] : [{ id, position: next }];
  });
}

/** Where a new row goes: behind the last of its kind, or else at the end. */
export function positionOfNew(
  rows: readonly (Placed & { category: string })[],
  category: string,
): string {
  const last = rows.findLastIndex((row) => row.category === category);
  const at = last < 0 ? rows.length - 1 : last;
  const before = rows[at]?.position ?? null;
  const after = rows.slice(at + 1).find(({ position }) => before === null || position > before);
  return generateKeyBetween(before, after?.position ?? null);
}

/** The stable name of a new status, made of the one that people read. */
export function statusKeyOf(name: string, taken: readonly string[]): string {
  const words = name
    .normalize("NFKD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "")
    .slice(0, 36);
  const base = words || "status";
  const free = (number: number): string => {
    const key = number === 1 ? base : `${base}_${number}`;
    return taken.includes(key) ? free(number + 1) : key;
  };
  return free(1);
}

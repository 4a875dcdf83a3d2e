/** From a moment up to another, in milliseconds. */
export interface Span {
  start: number;
  end: number;
}

/** An entry of a cell. */
export interface CellEntry extends Span {
  id: string;
  version: number;
  /** It runs, or goes over midnight: its length is not the cell's to change. */
  isFixed: boolean;
}

interface Cell {
  day: Span;
  /** When work begins on a day that holds none. */
  opensAt: number;
  entries: readonly CellEntry[];
  /** Everything finished that the person has booked around this day, the cell's own too. */
  busy: readonly Span[];
}

export interface CellPlan {
  updates: { id: string; version: number; end: number }[];
  deletes: { id: string; version: number }[];
  creates: Span[];
}

/** Why a cell cannot become what was typed: part of it is not its to change, or the day has no such gap. */
export type CellRefusal = "fixed" | "full";

/**
 * What has to happen to the entries of a cell so that they last `wanted` milliseconds together: more makes the last one
 * longer, or where something follows it adds one in the first gap; less shortens and removes from the end.
 */
export function planCell(cell: Cell, wanted: number): CellPlan | CellRefusal {
  const { day, entries, busy } = cell;
  const total = entries.reduce((sum, entry) => sum + within(entry, day), 0);
  const movable = entries.filter(({ isFixed }) => !isFixed).toSorted((a, b) => a.start - b.start);
  const plan: CellPlan = { updates: [], deletes: [], creates: [] };

  if (wanted < total) {
    let rest = total - wanted;
    for (const { id, version, start, end } of movable.toReversed()) {
      if (rest === 0) break;
      const cut = Math.min(rest, end - start);
      if (cut === end - start) plan.deletes.push({ id, version });
      else plan.updates.push({ id, version, end: end - cut });
      rest -= cut;
    }
    return rest === 0 ? plan : "fixed";
  }

  const missing = wanted - total;
  if (missing === 0) return plan;
  const last = movable.at(-1);
  if (last && isFree({ start: last.end, end: last.end + missing }, day, busy)) {
    plan.updates.push({ id: last.id, version: last.version, end: last.end + missing });
    return plan;
  }
  const gap = findGap(cell, missing);
  if (!gap) return "full";
  plan.creates.push(gap);
  return plan;
}

/** Behind all that is booked, where the day still has room; else in the first gap of the day. */
function findGap({ day, opensAt, busy }: Cell, length: number): Span | undefined {
  const booked = busy.filter(({ start, end }) => start < day.end && end > day.start);
  const latest = booked.length > 0 ? Math.max(...booked.map(({ end }) => end)) : opensAt;
  const starts = [latest, day.start, ...booked.map(({ end }) => end).toSorted((a, b) => a - b)];
  return starts
    .map((start) => ({ start, end: start + length }))
    .find((span) => isFree(span, day, busy));
}

function isFree({ start, end }: Span, day: Span, busy: readonly Span[]): boolean {
  if (start < day.start || end > day.end) return false;
  return busy.every((other) => other.end <= start || other.start >= end);
}

function within({ start, end }: Span, day: Span): number {
  return Math.max(0, Math.min(end, day.end) - Math.max(start, day.start));
}

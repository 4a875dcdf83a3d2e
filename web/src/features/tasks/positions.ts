import { generateKeyBetween } from "fractional-indexing";

interface Positioned {
  id: string;
  position: string;
}

/** Board order: by position, compared byte by byte as the database does; ties by id. */
export function byPosition(a: Positioned, b: Positioned): number {
  if (a.position !== b.position) return a.position < b.position ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/**
 * The position that puts a task at `index` of a column which does not contain it. `end` bounds the place after
 * the last loaded task when the column goes on. Two people who insert at the same place make equal positions;
 * nothing fits between those, so the task goes behind the last of the equals.
 */
export function positionAt(
  column: readonly Positioned[],
  index: number,
  end: string | null = null,
): string {
  const before = column[index - 1]?.position ?? null;
  const following = [...column.slice(index).map(({ position }) => position), end];
  const after = following.find(
    (position) => position !== null && (before === null || position > before),
  );
  return generateKeyBetween(before, after ?? null);
}

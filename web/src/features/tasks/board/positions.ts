import { generateNKeysBetween } from "fractional-indexing";

interface Positioned {
  id: string;
  position: string;
}

/** Board order: by position, compared byte by byte as the database does; ties by id. */
export function byPosition(a: Positioned, b: Positioned): number {
  if (a.position !== b.position) return a.position < b.position ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** The position of a moved task, and those of its neighbours that have to make room. */
interface Placement<Task> {
  position: string;
  shifted: { task: Task; position: string }[];
}

/**
 * What puts a task at `index` of a column that does not contain it. `end` bounds the place after the last loaded
 * task when the column goes on. Two people who insert at the same place make equal positions, between which
 * nothing fits: then those that follow move on as little as they can.
 */
export function placeAt<Task extends Positioned>(
  column: readonly Task[],
  index: number,
  end: string | null = null,
): Placement<Task> {
  const before = column[index - 1]?.position ?? null;
  const following = column.slice(index);
  const equals = following.filter(({ position }) => position === before);
  const after = [...following.map(({ position }) => position), end].find(
    (position) => position !== null && (before === null || position > before),
  );
  const [position = "", ...others] = generateNKeysBetween(before, after ?? null, equals.length + 1);
  return {
    position,
    shifted: others.flatMap((each, at) => {
      const task = equals[at];
      return task ? [{ task, position: each }] : [];
    }),
  };
}

/** As near to `index` as can be without moving anybody else: behind the last of equal positions. */
export function positionAt(
  column: readonly Positioned[],
  index: number,
  end: string | null = null,
): string {
  const { position, shifted } = placeAt(column, index, end);
  return shifted.at(-1)?.position ?? position;
}

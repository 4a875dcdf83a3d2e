import {
  type Announcements,
  type CollisionDetection,
  closestCorners,
  type KeyboardCoordinateGetter,
  pointerWithin,
  type UniqueIdentifier,
} from "@dnd-kit/core";
import type { TFunction } from "i18next";

/** The ids of the cards of each status, in order. */
export type BoardOrder = Record<string, string[]>;

/** Where a card stands. */
export interface Place {
  status: string;
  index: number;
}

const columnPrefix = "column:";

/** Where a card is, or where a drop on `id` (a card or a column) would put it. */
export function placeOf(order: BoardOrder, id: string): Place | undefined {
  if (id.startsWith(columnPrefix)) {
    const status = id.slice(columnPrefix.length);
    return order[status] && { status, index: order[status].length };
  }
  for (const [status, ids] of Object.entries(order)) {
    const index = ids.indexOf(id);
    if (index >= 0) return { status, index };
  }
  return undefined;
}

/** The order with one card taken to another place. `index` counts without the card itself. */
export function withCardAt(order: BoardOrder, id: string, place: Place): BoardOrder {
  const entries = Object.entries(order).map(([status, ids]) => {
    const others = ids.filter((each) => each !== id);
    return [status, status === place.status ? others.toSpliced(place.index, 0, id) : others];
  });
  return Object.fromEntries(entries);
}

/** With the pointer what lies under it counts, or the empty rest of a column could not be hit. */
export const boardCollisions: CollisionDetection = (input) => {
  const under = pointerWithin(input);
  const cards = under.filter(({ id }) => !String(id).startsWith(columnPrefix));
  if (cards.length > 0) return cards;
  return under.length > 0 ? under : closestCorners(input);
};

/**
 * Where the carried card shows while `over` lies under it. Within its column the order is not changed until the
 * drop: the other cards only make room.
 */
export function shownPlace(order: BoardOrder, id: string, over: string | undefined) {
  const own = placeOf(order, id);
  const target = over === undefined ? undefined : placeOf(order, over);
  if (!own || !target || target.status !== own.status) return own;
  const last = (order[own.status]?.length ?? 1) - 1;
  return { status: own.status, index: Math.min(target.index, last) };
}

/**
 * The order once the carried card has come over `over`: only another column changes it. Doing so for each card
 * that is passed would shift the cards under the pointer, which would change the order again, without end.
 */
export function carriedOver(order: BoardOrder, id: string, over: string): BoardOrder {
  const target = placeOf(order, over);
  const now = placeOf(order, id);
  if (!target || !now || target.status === now.status) return order;
  return withCardAt(order, id, target);
}

/** Where a drop puts the card, also one so quick that nothing has said yet that it is over another column. */
export function dropPlace(order: BoardOrder, id: string, over: string): Place | undefined {
  const carried = carriedOver(order, id, over);
  return carried === order ? shownPlace(order, id, over) : placeOf(carried, id);
}

/**
 * Arrow keys: up and down within the column, left and right to the neighbouring one at the same height.
 * Answers with the corner of the card (or of the empty column) whose place is to be taken, which it tells `onStep`.
 */
export function keyboardSteps(
  place: () => { order: BoardOrder; at: Place } | undefined,
  onStep: (target: string) => void,
): KeyboardCoordinateGetter {
  return (event, { context }) => {
    const now = place();
    const target = now && stepTarget(now.order, now.at, event.code);
    if (!target) return undefined;
    onStep(target);
    event.preventDefault();
    const rect = context.droppableRects.get(target);
    return rect && { x: rect.left, y: rect.top };
  };
}

function stepTarget(order: BoardOrder, { status, index }: Place, code: string): string | undefined {
  if (code === "ArrowUp") return order[status]?.[index - 1];
  if (code === "ArrowDown") return order[status]?.[index + 1];
  const statuses = Object.keys(order);
  const step = code === "ArrowLeft" ? -1 : code === "ArrowRight" ? 1 : undefined;
  const neighbour = step && statuses[statuses.indexOf(status) + step];
  if (!neighbour) return undefined;
  const ids = order[neighbour] ?? [];
  return ids[Math.min(index, ids.length - 1)] ?? `${columnPrefix}${neighbour}`;
}

interface Names {
  keyOf: (id: string) => string;
  statusNameOf: (status: string) => string;
}

/** What a screen reader says while a card is carried. */
export function announcements(
  currentOrder: () => BoardOrder,
  placeNow: typeof shownPlace,
  { keyOf, statusNameOf }: Names,
  t: TFunction,
): Announcements {
  const where = (id: string, over?: UniqueIdentifier) => {
    const order = currentOrder();
    const place = placeNow(order, id, over === undefined ? undefined : String(over));
    if (!place) return undefined;
    return {
      key: keyOf(id),
      status: statusNameOf(place.status),
      place: place.index + 1,
      total: order[place.status]?.length ?? 0,
    };
  };
  return {
    onDragStart: ({ active }) => t("drag.picked", { key: keyOf(String(active.id)) }),
    onDragOver: ({ active, over }) => {
      const place = where(String(active.id), over?.id);
      return place && t("drag.over", place);
    },
    // The drop has been made by now, so the card is where the order has it.
    onDragEnd: ({ active }) => {
      const place = where(String(active.id));
      return place && t("drag.dropped", place);
    },
    onDragCancel: ({ active }) => t("drag.cancelled", { key: keyOf(String(active.id)) }),
  };
}

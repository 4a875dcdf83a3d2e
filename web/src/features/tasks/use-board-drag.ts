import {
  type DndContextProps,
  type DragOverEvent,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  announcements,
  type BoardOrder,
  boardCollisions,
  keyboardSteps,
  type Place,
  placeOf,
  withCardAt,
} from "./board-drag.ts";

interface BoardDragOptions {
  order: BoardOrder;
  keyOf: (id: string) => string;
  statusNameOf: (status: string) => string;
  /** The card was dropped somewhere else than where it was. */
  onMove: (id: string, place: Place) => void;
}

/**
 * Dragging on the board. While a card is carried the board keeps the order it had when it was picked up, with
 * the card where it would be dropped: what others do meanwhile shows after the drop.
 */
export function useBoardDrag({ order, keyOf, statusNameOf, onMove }: BoardDragOptions) {
  const { t } = useTranslation();
  const [carried, setCarried] = useState<{ id: string; order: BoardOrder; from: BoardOrder }>();
  const shown = carried?.order ?? order;
  const latest = useRef(shown);
  latest.current = shown;

  const sensors = useSensors(
    // A press that does not travel is a click on the card.
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    // A finger that travels at once scrolls.
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: keyboardSteps(() => latest.current) }),
  );

  const carry = ({ active, over }: DragOverEvent) => {
    if (!over || !carried || over.id === active.id) return;
    const id = String(active.id);
    const target = placeOf(carried.order, String(over.id));
    const now = placeOf(carried.order, id);
    if (!target || !now) return;
    const isSameColumn = target.status === now.status;
    const last = (carried.order[target.status]?.length ?? 0) - (isSameColumn ? 1 : 0);
    const place = { status: target.status, index: Math.min(target.index, last) };
    if (isSameColumn && place.index === now.index) return;
    const next = withCardAt(carried.order, id, place);
    latest.current = next;
    setCarried({ ...carried, order: next });
  };

  const drop = () => {
    if (!carried) return;
    const before = placeOf(carried.from, carried.id);
    const after = placeOf(carried.order, carried.id);
    setCarried(undefined);
    if (!before || !after) return;
    if (before.status !== after.status || before.index !== after.index) onMove(carried.id, after);
  };

  const context: DndContextProps = {
    sensors,
    collisionDetection: boardCollisions,
    onDragStart: ({ active }) => setCarried({ id: String(active.id), order, from: order }),
    onDragOver: carry,
    onDragEnd: drop,
    onDragCancel: () => setCarried(undefined),
    accessibility: {
      screenReaderInstructions: { draggable: t("drag.instructions") },
      announcements: useMemo(
        () => announcements(() => latest.current, { keyOf, statusNameOf }, t),
        [keyOf, statusNameOf, t],
      ),
    },
  };
  return { context, shown, carriedId: carried?.id };
}

import {
  type DndContextProps,
  type DragEndEvent,
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
  shownPlace,
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

  // Only another column changes the order on the way. Doing so for each card that is passed would shift the
  // cards under the pointer, which would change the order again, without end.
  const carry = ({ active, over }: DragOverEvent) => {
    if (!over || !carried || over.id === active.id) return;
    const id = String(active.id);
    const target = placeOf(carried.order, String(over.id));
    const now = placeOf(carried.order, id);
    if (!target || !now || target.status === now.status) return;
    const next = withCardAt(carried.order, id, target);
    latest.current = next;
    setCarried({ ...carried, order: next });
  };

  const drop = ({ over }: DragEndEvent) => {
    if (!carried) return;
    setCarried(undefined);
    if (!over) return;
    const before = placeOf(carried.from, carried.id);
    const after = shownPlace(carried.order, carried.id, String(over.id));
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

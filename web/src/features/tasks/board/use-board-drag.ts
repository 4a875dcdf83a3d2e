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
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  announcements,
  type BoardOrder,
  boardCollisions,
  carriedOver,
  dropPlace,
  keyboardSteps,
  type Place,
  placeOf,
  shownPlace,
  withCardAt,
} from "./board-drag.ts";
import { paceKeys } from "./quick-keys.ts";

interface BoardDragOptions {
  order: BoardOrder;
  keyOf: (id: string) => string;
  statusNameOf: (status: string) => string;
  /** The card was dropped somewhere else than where it was. */
  onMove: (id: string, place: Place) => void;
}

/** A card on its way: the board as it was picked up from, and as it would be after a drop. */
interface Flight {
  id: string;
  from: BoardOrder;
  order: BoardOrder;
  /**
   * Keys say where they go. What dnd-kit finds under the card follows later, and not always there: it measures
   * while the card changes its column.
   */
  byKeyboard: boolean;
  /** The card of the same column whose place the last key took. */
  aim?: string | undefined;
}

/**
 * Dragging on the board. While a card is carried the board keeps the order it had when it was picked up, with
 * the card where it would be dropped: what others do meanwhile shows after the drop.
 */
export function useBoardDrag({ order, keyOf, statusNameOf, onMove }: BoardDragOptions) {
  const { t } = useTranslation();
  // The events of a drag can outrun React, keys above all: what they decide on stands in the ref, and the state
  // is for the screen.
  const flight = useRef<Flight>(undefined);
  const [carried, setCarried] = useState<Flight>();
  // Shown from the drop until the board itself has changed, so that no card leaves its place, and with it the focus.
  const [landed, setLanded] = useState<{ on: BoardOrder; order: BoardOrder }>();
  const shown = carried?.order ?? (landed?.on === order ? landed.order : order);
  const said = useRef(shown);
  said.current = flight.current?.order ?? shown;

  const stopPacing = useRef<() => void>(undefined);
  useEffect(() => () => stopPacing.current?.(), []);

  const fly = (next: Flight | undefined) => {
    flight.current = next;
    setCarried(next);
    if (next) said.current = next.order;
    else stopPacing.current?.();
  };

  const keyboardPlace = () => {
    const now = flight.current;
    const at = now && shownPlace(now.order, now.id, now.aim);
    return at && { order: now.order, at };
  };

  const step = (target: string) => {
    const now = flight.current;
    if (!now) return;
    const next = carriedOver(now.order, now.id, target);
    if (next === now.order) flight.current = { ...now, aim: target };
    else fly({ ...now, order: next, aim: undefined });
  };

  const sensors = useSensors(
    // A press that does not travel is a click on the card.
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    // A finger that travels at once scrolls.
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: keyboardSteps(keyboardPlace, step) }),
  );

  const carry = ({ over }: DragOverEvent) => {
    const now = flight.current;
    if (!over || !now || now.byKeyboard) return;
    const next = carriedOver(now.order, now.id, String(over.id));
    if (next !== now.order) fly({ ...now, order: next });
  };

  const drop = ({ over }: DragEndEvent) => {
    const now = flight.current;
    fly(undefined);
    if (!now) return;
    const target = now.byKeyboard ? (now.aim ?? now.id) : over && String(over.id);
    const place = target === null ? undefined : dropPlace(now.order, now.id, target);
    const before = placeOf(now.from, now.id);
    said.current = place ? withCardAt(now.order, now.id, place) : order;
    if (!before || !place) return;
    if (before.status === place.status && before.index === place.index) return;
    setLanded({ on: order, order: said.current });
    onMove(now.id, place);
  };

  const context: DndContextProps = {
    sensors,
    collisionDetection: boardCollisions,
    onDragStart: ({ active, activatorEvent }) => {
      const byKeyboard = activatorEvent instanceof KeyboardEvent;
      stopPacing.current = byKeyboard ? paceKeys() : undefined;
      fly({ id: String(active.id), order: shown, from: order, byKeyboard });
    },
    onDragOver: carry,
    onDragEnd: drop,
    onDragCancel: () => fly(undefined),
    accessibility: {
      screenReaderInstructions: { draggable: t("drag.instructions") },
      announcements: useMemo(
        () =>
          announcements(
            () => said.current,
            (order, id, over) => {
              const now = flight.current;
              return shownPlace(order, id, now?.byKeyboard ? now.aim : over);
            },
            { keyOf, statusNameOf },
            t,
          ),
        [keyOf, statusNameOf, t],
      ),
    },
  };
  return { context, shown, carriedId: carried?.id };
}

import { DndContext, DragOverlay } from "@dnd-kit/core";
import { useCallback, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useListNavigation } from "#/lib/shortcuts/use-list-navigation.ts";
import type { Place } from "../board-drag.ts";
import type { TaskOnItsWay } from "../mutations.ts";
import { byPosition, placeAt, positionAt } from "../positions.ts";
import type { Board as BoardData, BoardTask } from "../queries.ts";
import type { TaskContext } from "../task-context.ts";
import { useBoardDrag } from "../use-board-drag.ts";
import type { ChangeTask } from "../use-change-task.ts";
import { BoardColumn } from "./board-column.tsx";
import { PendingCard } from "./pending-card.tsx";
import { SortableCard } from "./sortable-card.tsx";
import { TaskCard } from "./task-card.tsx";

interface BoardProps {
  board: BoardData;
  context: TaskContext;
  openNumber: number | undefined;
  canChange: (task: BoardTask) => boolean;
  onChange: ChangeTask;
  /** Absent when the person may not create tasks. */
  onAdd: ((status: string, title: string) => Promise<unknown>) | undefined;
  onShowMore: () => void;
  /** Added, and not answered by the server yet. */
  onTheirWay: readonly TaskOnItsWay[];
}

/** The statuses of a project side by side, each with its tasks in order. */
export function Board(props: BoardProps) {
  const { board, context, openNumber, canChange, onChange, onAdd, onShowMore, onTheirWay } = props;
  const { t } = useTranslation();
  const { project } = context;
  const { statuses } = project;
  const area = useRef<HTMLElement>(null);
  useListNavigation(area);

  const tasks = useMemo(() => new Map(board.tasks.map((task) => [task.id, task])), [board]);
  const order = useMemo(() => {
    const sorted = board.tasks.toSorted(byPosition);
    return Object.fromEntries(
      statuses.map(({ key }) => [
        key,
        sorted.filter((task) => task.status === key).map(({ id }) => id),
      ]),
    );
  }, [board, statuses]);

  const move = (id: string, { status, index }: Place) => {
    const task = tasks.get(id);
    if (!task) return;
    const others = (order[status] ?? [])
      .filter((each) => each !== id)
      .flatMap((each) => tasks.get(each) ?? []);
    const end = board.columns[status]?.nextPosition ?? null;
    const placement = placeAt(others, index, end);
    const canMakeRoom = placement.shifted.every((each) => canChange(each.task));
    const position = canMakeRoom ? placement.position : positionAt(others, index, end);
    if (canMakeRoom) {
      for (const each of placement.shifted) onChange(each.task, { position: each.position });
    }
    onChange(task, status === task.status ? { position } : { status, position });
  };

  const {
    context: drag,
    shown,
    carriedId,
  } = useBoardDrag({
    order,
    keyOf: useCallback(
      (id) => `${project.key}-${tasks.get(id)?.number ?? ""}`,
      [project.key, tasks],
    ),
    statusNameOf: useCallback(
      (status) => statuses.find(({ key }) => key === status)?.name ?? status,
      [statuses],
    ),
    onMove: move,
  });
  const carried = carriedId === undefined ? undefined : tasks.get(carriedId);

  return (
    <DndContext {...drag}>
      <section
        ref={area}
        aria-label={t("tasks.boardLabel", { project: project.name })}
        className="flex min-h-0 flex-1 snap-x snap-mandatory items-start gap-3 overflow-x-auto scroll-px-4 p-4 md:snap-none md:px-6"
      >
        {statuses.map((status) => {
          const ids = shown[status.key] ?? [];
          const column = board.columns[status.key];
          const added = onTheirWay.filter((each) => each.status === status.key);
          const carriedAway = ids.length - (order[status.key]?.length ?? 0);
          return (
            <BoardColumn
              key={status.key}
              status={status}
              statuses={statuses}
              total={(column?.total ?? 0) + carriedAway + added.length}
              ids={ids}
              onAdd={onAdd && ((title) => onAdd(status.key, title))}
              onShowMore={column?.nextPosition ? onShowMore : undefined}
            >
              {ids.map((id) => {
                const task = tasks.get(id);
                return (
                  task && (
                    <SortableCard
                      key={id}
                      task={task}
                      context={context}
                      isOpen={task.number === openNumber}
                      canChange={canChange(task)}
                      onChange={onChange}
                    />
                  )
                );
              })}
              {added.map(({ id, title, isWaiting }) => (
                <PendingCard key={id} title={title} isWaiting={isWaiting} />
              ))}
            </BoardColumn>
          );
        })}
      </section>
      <DragOverlay dropAnimation={null}>
        {carried && (
          <TaskCard
            task={carried}
            context={context}
            className="rotate-1 cursor-grabbing shadow-float"
          />
        )}
      </DragOverlay>
    </DndContext>
  );
}

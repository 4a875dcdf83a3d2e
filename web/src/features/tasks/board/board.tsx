import { DndContext, DragOverlay } from "@dnd-kit/core";
import { useCallback, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useListNavigation } from "#/lib/shortcuts/use-list-navigation.ts";
import type { TaskView } from "../filters/task-view.ts";
import type { TaskOnItsWay } from "../mutations.ts";
import type { BoardTask } from "../queries.ts";
import { type TaskWorld, taskKeyOf } from "../task-context.ts";
import type { ChangeTask } from "../use-change-task.ts";
import type { Section } from "../use-slices.ts";
import { BoardColumn } from "./board-column.tsx";
import { type ColumnLook, statusIn } from "./board-columns.ts";
import type { Place } from "./board-drag.ts";
import { CardList } from "./card-list.tsx";
import { PendingCard } from "./pending-card.tsx";
import { placeAt, positionAt } from "./positions.ts";
import { TaskCard } from "./task-card.tsx";
import { useBoardDrag } from "./use-board-drag.ts";
import { useCollapsedColumns } from "./use-collapsed-columns.ts";

interface BoardProps {
  label: string;
  /** Under this name the person's collapsed columns are kept in their browser. */
  name: string;
  columns: readonly ColumnLook[];
  sections: readonly Section[];
  view: Pick<TaskView, "group" | "order">;
  world: TaskWorld;
  openKey: string | undefined;
  canChange: (task: BoardTask) => boolean;
  onChange: ChangeTask;
  /** Absent when the person may not create tasks. */
  onAdd: ((column: string, title: string) => Promise<unknown>) | undefined;
  onShowMore: (column: string) => void;
  /** Added, and not answered by the server yet. */
  onTheirWay: readonly TaskOnItsWay[];
  /** How many a column with a limit holds altogether, where a filter hides some of them. */
  wholeTotals: ReadonlyMap<string, number>;
}

/** The statuses of a project, or the categories of all, side by side, each with its tasks in order. */
export function Board(props: BoardProps) {
  const { columns, sections, view, world, openKey, canChange, onChange, onAdd, onTheirWay } = props;
  const { t } = useTranslation();
  const area = useRef<HTMLElement>(null);
  const [collapsed, setCollapsed] = useCollapsedColumns(props.name);
  useListNavigation(area);

  const tasks = useMemo(
    () =>
      new Map(sections.flatMap(({ slice }) => slice?.tasks ?? []).map((task) => [task.id, task])),
    [sections],
  );
  const order = useMemo(
    () =>
      Object.fromEntries(
        sections.map(({ id, slice }) => [id, (slice?.tasks ?? []).map((task) => task.id)]),
      ),
    [sections],
  );
  const isByHand = view.order === "position";

  const move = (id: string, { status: column, index }: Place) => {
    const task = tasks.get(id);
    const status = task && statusIn(world, task, column, view.group === "category");
    if (!task || !status) return;
    if (!isByHand) {
      if (status !== task.status) onChange(task, { status });
      return;
    }
    const others = (order[column] ?? [])
      .filter((each) => each !== id)
      .flatMap((each) => tasks.get(each) ?? []);
    const end = sections.find((section) => section.id === column)?.slice?.next?.position ?? null;
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
      (id) => {
        const task = tasks.get(id);
        return task ? taskKeyOf(world, task) : "";
      },
      [world, tasks],
    ),
    statusNameOf: useCallback(
      (column) => columns.find(({ id }) => id === column)?.name ?? column,
      [columns],
    ),
    onMove: move,
  });
  const carried = carriedId === undefined ? undefined : tasks.get(carriedId);
  const changeColumn = useCallback(
    (task: BoardTask, column: string) => {
      const status = statusIn(world, task, column, view.group === "category");
      if (status && status !== task.status) onChange(task, { status });
    },
    [world, view.group, onChange],
  );

  return (
    <DndContext {...drag}>
      <section
        ref={area}
        aria-label={props.label}
        className="flex min-h-0 flex-1 snap-x snap-mandatory items-start gap-3 overflow-x-auto scroll-px-4 p-4 md:snap-none md:px-6"
      >
        {columns.map((column) => {
          const ids = shown[column.id] ?? [];
          const slice = sections.find(({ id }) => id === column.id)?.slice;
          const added = onTheirWay.filter((each) => each.status === column.id);
          const carriedAway = ids.length - (order[column.id]?.length ?? 0);
          return (
            <BoardColumn
              key={column.id}
              column={column}
              total={(slice?.total ?? 0) + carriedAway + added.length}
              wholeTotal={props.wholeTotals.get(column.id)}
              isCollapsed={collapsed.has(column.id)}
              onCollapse={(isCollapsed) => setCollapsed(column.id, isCollapsed)}
              onAdd={onAdd && ((title) => onAdd(column.id, title))}
            >
              <CardList
                ids={ids}
                tasks={tasks}
                column={column.id}
                columns={columns}
                world={world}
                openKey={openKey}
                carriedId={carriedId}
                canChange={canChange}
                onColumnChange={changeColumn}
                onShowMore={slice?.next ? () => props.onShowMore(column.id) : undefined}
              >
                {added.map(({ id, title, isWaiting }) => (
                  <PendingCard key={id} title={title} isWaiting={isWaiting} />
                ))}
              </CardList>
              {(slice?.total ?? 0) + carriedAway + added.length === 0 && (
                <p className="px-1 py-2 text-sm text-muted">{t("tasks.emptyColumn")}</p>
              )}
            </BoardColumn>
          );
        })}
      </section>
      <DragOverlay dropAnimation={null}>
        {carried && (
          <TaskCard
            task={carried}
            world={world}
            className="rotate-1 cursor-grabbing shadow-float"
          />
        )}
      </DragOverlay>
    </DndContext>
  );
}

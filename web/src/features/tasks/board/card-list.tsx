import { SortableContext, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { BoardTask } from "../queries.ts";
import { type TaskWorld, taskKeyOf } from "../task-context.ts";
import type { ColumnLook } from "./board-columns.ts";
import { useColumnArea } from "./column-area.ts";
import { SortableCard } from "./sortable-card.tsx";

interface CardListProps {
  /** In the order in which they stand. */
  ids: readonly string[];
  tasks: ReadonlyMap<string, BoardTask>;
  column: string;
  columns: readonly ColumnLook[];
  world: TaskWorld;
  openKey: string | undefined;
  carriedId: string | undefined;
  canChange: (task: BoardTask) => boolean;
  onColumnChange: (task: BoardTask, column: string) => void;
  /** Absent when everything is loaded. */
  onShowMore: (() => void) | undefined;
  /** Further cards, which stand at the end. */
  children: ReactNode;
}

// So few are drawn all; of more only those in sight.
const drawnAtOnce = 60;
const gap = 8;

/** The cards of a column. More are loaded before the last one comes into sight. */
export function CardList(props: CardListProps) {
  const { ids, tasks, column, columns, world, carriedId, canChange, onColumnChange } = props;
  const { onShowMore } = props;
  const { t } = useTranslation();
  const area = useColumnArea();
  const end = useRef<HTMLButtonElement>(null);
  const isLong = ids.length > drawnAtOnce;

  const virtualizer = useVirtualizer({
    count: ids.length,
    enabled: isLong,
    getScrollElement: () => area.current,
    getItemKey: (index) => ids[index] ?? index,
    estimateSize: () => 76,
    gap,
    overscan: 8,
    // The carried card and the open one are always there, wherever they stand.
    rangeExtractor: (range) => {
      const carried = carriedId === undefined ? -1 : ids.indexOf(carriedId);
      const others = defaultRangeExtractor(range).filter((index) => index !== carried);
      return carried < 0 ? others : [...others, carried].toSorted((a, b) => a - b);
    },
  });

  const showMore = useRef(onShowMore);
  showMore.current = onShowMore;
  const hasMore = onShowMore !== undefined;
  useEffect(() => {
    const button = end.current;
    if (!button || !hasMore) return;
    const observer = new IntersectionObserver(
      ([entry]) => entry?.isIntersecting && showMore.current?.(),
      { root: area.current, rootMargin: "600px" },
    );
    observer.observe(button);
    return () => observer.disconnect();
  }, [hasMore, area]);

  const cardOf = (id: string) => {
    const task = tasks.get(id);
    if (!task) return null;
    return (
      <SortableCard
        task={task}
        column={column}
        columns={columns}
        world={world}
        isOpen={taskKeyOf(world, task) === props.openKey}
        canChange={canChange(task)}
        onColumnChange={onColumnChange}
      />
    );
  };

  return (
    <>
      <SortableContext items={[...ids]} strategy={verticalListSortingStrategy}>
        {isLong ? (
          <ul className="relative shrink-0" style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map(({ key, index, start }) => (
              <li
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${start}px)` }}
              >
                {cardOf(ids[index] ?? "")}
              </li>
            ))}
          </ul>
        ) : (
          <ul className="flex flex-col gap-2 empty:hidden">
            {ids.map((id) => (
              <li key={id}>{cardOf(id)}</li>
            ))}
            {props.children}
          </ul>
        )}
      </SortableContext>
      {isLong && <ul className="flex flex-col gap-2 empty:hidden">{props.children}</ul>}
      {hasMore && (
        <button
          ref={end}
          type="button"
          onClick={onShowMore}
          className="h-8 shrink-0 rounded-control text-sm text-muted transition-colors hover:bg-hover hover:text-text"
        >
          {t("tasks.showMore")}
        </button>
      )}
    </>
  );
}

import { useSortable } from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { clsx } from "clsx";
import { memo, useEffect } from "react";
import type { BoardTask } from "../queries.ts";
import { type TaskWorld, taskKeyOf } from "../task-context.ts";
import type { ColumnLook } from "./board-columns.ts";
import { CardControls, TaskCard } from "./task-card.tsx";

interface SortableCardProps {
  task: BoardTask;
  column: string;
  columns: readonly ColumnLook[];
  world: TaskWorld;
  isOpen: boolean;
  canChange: boolean;
  onColumnChange: (task: BoardTask, column: string) => void;
}

/** A card in its column. The pointer drags it anywhere, the keyboard by its handle. */
export const SortableCard = memo(function SortableCard({
  task,
  column,
  columns,
  world,
  isOpen,
  canChange,
  onColumnChange,
}: SortableCardProps) {
  const sortable = useSortable({ id: task.id, disabled: !canChange });
  const { onKeyDown, ...pointer } = sortable.listeners ?? {};
  const { node } = sortable;

  useEffect(() => {
    if (isOpen) node.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [isOpen, node]);

  return (
    <div
      ref={sortable.setNodeRef}
      style={{
        transform: CSS.Translate.toString(sortable.transform),
        transition: sortable.transition,
      }}
      className={clsx(sortable.isDragging && "opacity-40")}
    >
      <TaskCard
        {...pointer}
        task={task}
        world={world}
        isOpen={isOpen}
        className={canChange ? "touch-manipulation select-none" : ""}
        controls={
          canChange && (
            <CardControls
              taskKey={taskKeyOf(world, task)}
              column={column}
              columns={columns}
              onColumnChange={(next) => onColumnChange(task, next)}
              handle={{
                ref: sortable.setActivatorNodeRef,
                "aria-describedby": sortable.attributes["aria-describedby"],
                onKeyDown: (event) => onKeyDown?.(event),
              }}
            />
          )
        }
      />
    </div>
  );
});

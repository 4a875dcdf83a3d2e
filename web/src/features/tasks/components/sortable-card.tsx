import { useSortable } from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { clsx } from "clsx";
import { memo, useEffect } from "react";
import type { BoardTask } from "../queries.ts";
import type { TaskContext } from "../task-context.ts";
import type { ChangeTask } from "../use-change-task.ts";
import { CardControls, TaskCard } from "./task-card.tsx";

interface SortableCardProps {
  task: BoardTask;
  context: TaskContext;
  isOpen: boolean;
  canChange: boolean;
  onChange: ChangeTask;
}

/** A card in its column. The pointer drags it anywhere, the keyboard by its handle. */
export const SortableCard = memo(function SortableCard({
  task,
  context,
  isOpen,
  canChange,
  onChange,
}: SortableCardProps) {
  const sortable = useSortable({ id: task.id, disabled: !canChange });
  const { onKeyDown, ...pointer } = sortable.listeners ?? {};
  const { node } = sortable;

  useEffect(() => {
    if (isOpen) node.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [isOpen, node]);

  return (
    <li
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
        context={context}
        isOpen={isOpen}
        className={canChange ? "touch-manipulation select-none" : ""}
        controls={
          canChange && (
            <CardControls
              taskKey={`${context.project.key}-${task.number}`}
              status={task.status}
              context={context}
              onStatusChange={(status) => onChange(task, { status })}
              handle={{
                ref: sortable.setActivatorNodeRef,
                "aria-describedby": sortable.attributes["aria-describedby"],
                onKeyDown: (event) => onKeyDown?.(event),
              }}
            />
          )
        }
      />
    </li>
  );
});

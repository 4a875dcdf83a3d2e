import { useDraggable } from "@dnd-kit/core";
import { Link } from "@tanstack/react-router";
import { clsx } from "clsx";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { progressOf, StatusIcon } from "#/components/ui/status-icon.tsx";
import { paths } from "#/lib/paths.ts";
import { listItem } from "#/lib/shortcuts/use-list-navigation.ts";
import type { BoardTask } from "../queries.ts";
import { type TaskWorld, taskKeyOf } from "../task-context.ts";
import { dayBeside } from "./calendar-days.ts";

interface TaskChipProps {
  task: BoardTask;
  world: TaskWorld;
  isOpen: boolean;
  canChange: boolean;
  /** Says what the keys do. */
  describedBy: string;
  onMove: (task: BoardTask, day: string) => void;
}

const steps: Record<string, number> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -7,
  ArrowDown: 7,
};

/** A task on its day. The pointer drags it to another; Shift and an arrow move it by a day or a week. */
export function TaskChip({ task, world, isOpen, canChange, describedBy, onMove }: TaskChipProps) {
  const { t } = useTranslation();
  const drag = useDraggable({ id: task.id, disabled: !canChange });
  const key = taskKeyOf(world, task);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (!canChange || !event.shiftKey || step === undefined || !task.due_date) return;
    event.preventDefault();
    onMove(task, dayBeside(task.due_date, step));
  };
  return (
    <Link
      ref={drag.setNodeRef}
      {...drag.listeners}
      {...paths.openTask(key)}
      {...listItem}
      data-task-id={task.id}
      draggable={false}
      onKeyDown={onKeyDown}
      aria-label={t("tasks.open", { key, title: task.title })}
      aria-describedby={canChange ? describedBy : undefined}
      className={clsx(
        "flex h-6 min-w-0 items-center gap-1.5 rounded-control border bg-raised px-1.5 text-xs transition-colors hover:border-hairline-strong pointer-coarse:h-9",
        isOpen ? "border-focus" : "border-hairline",
        drag.isDragging && "opacity-40",
        task.completed_at && "text-muted",
        canChange && "touch-manipulation select-none",
      )}
    >
      <ChipContent task={task} world={world} />
    </Link>
  );
}

/** Status and title. */
export function ChipContent({ task, world }: Pick<TaskChipProps, "task" | "world">) {
  const statuses = world.projects.get(task.project_id)?.statuses ?? [];
  const status = statuses.find(({ key }) => key === task.status);
  return (
    <>
      <StatusIcon
        category={status?.category ?? (task.completed_at ? "done" : "todo")}
        progress={progressOf(statuses, task.status)}
      />
      <span className="truncate">{task.title}</span>
    </>
  );
}

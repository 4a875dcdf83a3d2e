import { Link } from "@tanstack/react-router";
import { clsx } from "clsx";
import { ArrowRightLeft, GripVertical } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import { Menu, MenuChoice } from "#/components/ui/dropdown-menu.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { StatusIcon } from "#/components/ui/status-icon.tsx";
import { paths } from "#/lib/paths.ts";
import { listItem } from "#/lib/shortcuts/use-list-navigation.ts";
import { BlockedSign } from "../components/blocked-sign.tsx";
import { DueDate } from "../components/due-date.tsx";
import { LabelChips } from "../components/label-chips.tsx";
import { PriorityIcon } from "../components/priority-icon.tsx";
import type { BoardTask } from "../queries.ts";
import { type TaskWorld, taskKeyOf } from "../task-context.ts";
import { usePriorityLabels } from "../task-labels.ts";
import type { ColumnLook } from "./board-columns.ts";

interface TaskCardProps extends Omit<ComponentProps<"article">, "children"> {
  task: BoardTask;
  world: TaskWorld;
  isOpen?: boolean;
  /** Present when the person may change the task: keyboard handle and menu of statuses. */
  controls?: ReactNode;
}

/** Key, title, assignee, due, priority, and nothing else. The whole card opens the task. */
export function TaskCard(props: TaskCardProps) {
  const { task, world, isOpen, controls, className, ...rest } = props;
  const { t } = useTranslation();
  const priorities = usePriorityLabels();
  const key = taskKeyOf(world, task);
  const assignee = task.assignee_id === null ? undefined : world.members.get(task.assignee_id);
  const isBlocked = task.open_blockers > 0 && task.completed_at === null;
  const hasFooter =
    isBlocked || task.priority !== "none" || task.due_date !== null || assignee !== undefined;

  return (
    <article
      aria-label={`${key} ${task.title}`}
      className={clsx(
        "group relative rounded-[8px] border bg-raised px-3 py-2 shadow-card transition-colors",
        isOpen
          ? "border-focus"
          : "border-hairline hover:border-hairline-strong has-[a:focus-visible]:border-focus",
        className,
      )}
      {...rest}
    >
      <div className="flex h-5 items-center justify-between gap-2">
        <span className="text-xs tabular-nums text-muted">{key}</span>
        {controls}
      </div>
      <Link
        {...paths.openTask(key)}
        {...listItem}
        draggable={false}
        aria-label={t("tasks.open", { key, title: task.title })}
        className="mt-0.5 line-clamp-3 text-sm break-words outline-none after:absolute after:inset-0 after:rounded-[8px] focus-visible:after:outline-2 focus-visible:after:outline-focus"
      >
        {task.title}
      </Link>
      {task.labels.length > 0 && (
        <div className="mt-2">
          <LabelChips task={task} world={world} shownAtMost={3} />
        </div>
      )}
      {hasFooter && (
        <div className="mt-2 flex h-5 items-center gap-2">
          {task.priority !== "none" && (
            <span title={priorities[task.priority]} className="inline-flex">
              <PriorityIcon priority={task.priority} />
              <span className="sr-only">{priorities[task.priority]}</span>
            </span>
          )}
          {isBlocked && <BlockedSign count={task.open_blockers} />}
          {task.due_date && <DueDate day={task.due_date} isDone={task.completed_at !== null} />}
          {assignee && (
            <span className="ml-auto inline-flex" title={assignee.name}>
              <Avatar name={assignee.name} size="sm" />
            </span>
          )}
        </div>
      )}
    </article>
  );
}

interface CardControlsProps {
  taskKey: string;
  column: string;
  columns: readonly ColumnLook[];
  onColumnChange: (column: string) => void;
  /** The keyboard's way to pick the card up. */
  handle: ComponentProps<"button">;
}

/** What stands in a card's corner for those who may change it; shown on hover, on focus, and on touch. */
export function CardControls({
  taskKey,
  column,
  columns,
  onColumnChange,
  handle,
}: CardControlsProps) {
  const { t } = useTranslation();
  return (
    <span className="relative z-10 -mr-1.5 flex items-center opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 has-aria-expanded:opacity-100 pointer-coarse:opacity-100">
      <IconButton
        {...handle}
        size="sm"
        label={t("drag.handle", { key: taskKey })}
        icon={<GripVertical />}
        className="cursor-grab! pointer-coarse:hidden"
      />
      <Menu
        align="end"
        trigger={
          <IconButton
            size="sm"
            label={t("tasks.move", { key: taskKey })}
            icon={<ArrowRightLeft />}
          />
        }
      >
        <MenuChoice
          value={column}
          onValueChange={onColumnChange}
          options={columns.map(({ id, name, category, progress }) => ({
            value: id,
            label: name,
            icon: <StatusIcon category={category} progress={progress} />,
          }))}
        />
      </Menu>
    </span>
  );
}

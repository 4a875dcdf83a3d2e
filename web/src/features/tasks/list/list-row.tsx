import { clsx } from "clsx";
import { CalendarDays, CircleUser } from "lucide-react";
import { type MouseEvent, memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import { Checkbox } from "#/components/ui/checkbox.tsx";
import { ProjectMark } from "#/components/ui/project-mark.tsx";
import { progressOf, StatusIcon } from "#/components/ui/status-icon.tsx";
import { daysUntil, formatAgo, formatDay, formatMoment } from "#/lib/format.ts";
import { listItem } from "#/lib/shortcuts/use-list-navigation.ts";
import { BlockedSign } from "../components/blocked-sign.tsx";
import { DueDate } from "../components/due-date.tsx";
import { LabelChips } from "../components/label-chips.tsx";
import { PriorityIcon } from "../components/priority-icon.tsx";
import type { QuickField } from "../editor/field-choices.tsx";
import type { BoardTask } from "../queries.ts";
import { type TaskWorld, taskKeyOf } from "../task-context.ts";
import { usePriorityLabels } from "../task-labels.ts";
import type { TaskLink } from "../use-task-link.ts";
import { columnLooks, columnWidths, type ListColumn } from "./list-columns.ts";
import { lineLook, type Place, placeStyle } from "./place.ts";

interface ListRowProps extends Place {
  task: BoardTask;
  columns: readonly ListColumn[];
  world: TaskWorld;
  link: TaskLink;
  isOpen: boolean;
  canChange: boolean;
  /** Two lines instead of columns. */
  isPhone: boolean;
  /** Undefined where nothing can be done with several. */
  isSelected: boolean | undefined;
  /** While some are selected, every row offers its checkbox. */
  hasSelected: boolean;
  onSelect: (id: string, isRange: boolean) => void;
  onEdit: (field: QuickField, task: BoardTask, anchor: HTMLElement) => void;
}

/** One task: on a desktop a line of columns, on a phone two lines. The whole row opens it. */
export const ListRow = memo(function ListRow(props: ListRowProps) {
  const { task, columns, world, canChange, isSelected } = props;
  const { t } = useTranslation();
  const project = world.projects.get(task.project_id);
  const status = project?.statuses.find(({ key }) => key === task.status);
  const assignee = task.assignee_id === null ? undefined : world.members.get(task.assignee_id);
  const key = taskKeyOf(world, task);
  const { href, onClick } = props.link(key);
  const isBlocked = task.open_blockers > 0 && task.completed_at === null;
  const edit = (field: QuickField) =>
    canChange
      ? (event: MouseEvent<HTMLElement>) => props.onEdit(field, task, event.currentTarget)
      : undefined;
  const cell = { taskKey: key };

  return (
    <tr
      aria-rowindex={props.index + 2}
      aria-selected={isSelected}
      data-row-id={task.id}
      style={placeStyle(props)}
      className={clsx(
        lineLook,
        "group gap-2 pr-4 pl-4 transition-colors sm:pr-12 max-sm:flex-wrap max-sm:content-center max-sm:gap-y-1 md:pl-6",
        isSelected
          ? "bg-accent-soft"
          : props.isOpen
            ? "bg-active"
            : "hover:bg-hover focus-within:bg-hover",
      )}
    >
      {isSelected !== undefined && (
        <td className="flex w-6 shrink-0">
          <Checkbox
            aria-label={t("ui.selectRow", { name: key })}
            checked={isSelected}
            onClick={(event) => {
              event.preventDefault();
              props.onSelect(task.id, event.shiftKey);
            }}
            onCheckedChange={() => {}}
            className={clsx(
              "z-10",
              !isSelected &&
                !props.hasSelected &&
                "opacity-0 group-hover:opacity-100 group-focus-within:opacity-100 pointer-coarse:opacity-100",
            )}
          />
        </td>
      )}
      <td className="flex min-w-0 flex-1 items-center gap-2 max-sm:basis-4/5">
        <EditButton
          {...cell}
          name={t("tasks.status")}
          value={status?.name ?? task.status}
          onEdit={edit("status")}
          className="shrink-0"
        >
          <StatusIcon
            category={status?.category ?? (task.completed_at ? "done" : "todo")}
            progress={project ? progressOf(project.statuses, task.status) : 0.5}
          />
        </EditButton>
        <span className="w-18 shrink-0 truncate text-xs tabular-nums text-muted max-sm:hidden">
          {key}
        </span>
        <a
          href={href}
          onClick={onClick}
          {...listItem}
          draggable={false}
          aria-label={t("tasks.open", { key, title: task.title })}
          className={clsx(
            "min-w-0 truncate outline-none after:absolute after:inset-0 focus-visible:after:rounded-control focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus",
            task.completed_at && "text-muted",
          )}
        >
          {task.title}
        </a>
        {isBlocked && <BlockedSign count={task.open_blockers} />}
        <span className="ml-auto shrink-0 @max-4xl:hidden">
          <LabelChips task={task} world={world} shownAtMost={2} />
        </span>
      </td>
      {!props.isPhone && (
        <td className="flex w-20 shrink-0">
          <PriorityCell {...cell} priority={task.priority} onEdit={edit("priority")} />
        </td>
      )}
      {(props.isPhone ? [] : columns).map((column) => (
        <td
          key={column}
          style={{ "--column": `${columnWidths[column]}px` }}
          className={clsx("flex w-(--column) min-w-0 shrink-0 items-center", columnLooks[column])}
        >
          {column === "project" && project && (
            <span className="flex min-w-0 items-center gap-1.5 text-muted">
              <ProjectMark colour={project.colour} />
              <span className="truncate">{project.name}</span>
            </span>
          )}
          {column === "assignee" && (
            <AssigneeCell
              {...cell}
              name={assignee?.name}
              isGone={task.assignee_id !== null && !assignee}
              onEdit={edit("assignee")}
            />
          )}
          {column === "due" && (
            <DueCell
              {...cell}
              day={task.due_date}
              isDone={task.completed_at !== null}
              onEdit={edit("due")}
            />
          )}
          {(column === "created" || column === "updated") && <Moment at={task[`${column}_at`]} />}
        </td>
      ))}
      {props.isPhone && (
        <td className="flex w-full items-center gap-3 pl-8 text-xs text-muted">
          <span className="tabular-nums">{key}</span>
          {task.priority !== "none" && <PriorityIcon priority={task.priority} />}
          {task.due_date && <DueDate day={task.due_date} isDone={task.completed_at !== null} />}
          {assignee && (
            <span className="ml-auto">
              <Avatar name={assignee.name} size="sm" />
            </span>
          )}
        </td>
      )}
    </tr>
  );
});

interface EditButtonProps {
  taskKey: string;
  name: string;
  value: string;
  /** Absent where the person may not change it. */
  onEdit: ((event: MouseEvent<HTMLElement>) => void) | undefined;
  children: ReactNode;
  className?: string;
}

/** A value that a press changes; for those who may not it is a value alone. */
function EditButton({ taskKey, name, value, onEdit, children, className }: EditButtonProps) {
  const { t } = useTranslation();
  if (!onEdit) {
    return (
      <span title={value} className={clsx("flex min-w-0 items-center gap-1.5", className)}>
        {children}
        <span className="sr-only">{value}</span>
      </span>
    );
  }
  return (
    <button
      type="button"
      title={value}
      aria-label={t("tasks.editField", { key: taskKey, field: name, value })}
      aria-haspopup="dialog"
      onClick={onEdit}
      className={clsx(
        "relative z-10 -mx-1.5 flex h-7 min-w-0 items-center gap-1.5 rounded-control px-1.5 transition-colors hover:bg-active",
        className,
      )}
    >
      {children}
    </button>
  );
}

type CellProps = Pick<EditButtonProps, "taskKey" | "onEdit">;

function PriorityCell({ priority, ...rest }: CellProps & { priority: string }) {
  const { t } = useTranslation();
  const priorities = usePriorityLabels();
  const word = priorities[priority] ?? priority;
  return (
    <EditButton {...rest} name={t("tasks.priority")} value={word}>
      <PriorityIcon priority={priority} />
      {priority !== "none" && (
        <span aria-hidden className="truncate text-muted">
          {word}
        </span>
      )}
    </EditButton>
  );
}

function AssigneeCell({
  name,
  isGone,
  ...rest
}: CellProps & { name: string | undefined; isGone: boolean }) {
  const { t } = useTranslation();
  const word = name ?? (isGone ? t("tasks.formerMember") : t("tasks.unassigned"));
  return (
    <EditButton {...rest} name={t("tasks.assignee")} value={word}>
      {name ? (
        <Avatar name={name} size="sm" decorative />
      ) : (
        <CircleUser className="size-4 text-muted" aria-hidden />
      )}
      {(name || isGone) && (
        <span aria-hidden className="truncate text-soft">
          {word}
        </span>
      )}
    </EditButton>
  );
}

function DueCell({ day, isDone, ...rest }: CellProps & { day: string | null; isDone: boolean }) {
  const { t, i18n } = useTranslation();
  // As it is seen: today is said so.
  const words =
    day === null
      ? t("ui.noDate")
      : daysUntil(day) === 0 && !isDone
        ? t("tasks.today")
        : formatDay(day, i18n.language);
  return (
    <EditButton {...rest} name={t("tasks.dueDate")} value={words}>
      {day ? (
        <DueDate day={day} isDone={isDone} isNamed={rest.onEdit === undefined} />
      ) : (
        <CalendarDays
          className="size-3.5 text-muted opacity-0 group-hover:opacity-100 group-focus-within:opacity-100"
          aria-hidden
        />
      )}
    </EditButton>
  );
}

function Moment({ at }: { at: string }) {
  const { i18n } = useTranslation();
  return (
    <time dateTime={at} title={formatMoment(at, i18n.language)} className="truncate text-muted">
      {formatAgo(at, i18n.language)}
    </time>
  );
}

import { useDroppable } from "@dnd-kit/core";
import { clsx } from "clsx";
import { Plus } from "lucide-react";
import { type MouseEvent, type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { toDay } from "#/lib/format.ts";

interface DayCellProps {
  day: Date;
  isToday: boolean;
  /** Of the month before or after. */
  isOutside: boolean;
  /** How many tasks are not shown; a press shows them. */
  hidden: number;
  onShowAll: (anchor: HTMLElement) => void;
  /** Absent where the person may not create tasks. */
  onAdd: ((anchor: HTMLElement) => void) | undefined;
  children: ReactNode;
}

/** One day: its number, its tasks, and a way to a new one. */
export function DayCell(props: DayCellProps) {
  const { day, isToday, isOutside, hidden, onShowAll, onAdd, children } = props;
  const { t, i18n } = useTranslation();
  const { setNodeRef, isOver } = useDroppable({ id: toDay(day) });
  const headingId = useId();
  const inFull = new Intl.DateTimeFormat(i18n.language, { dateStyle: "full" }).format(day);
  return (
    <td
      ref={setNodeRef}
      aria-labelledby={headingId}
      className={clsx(
        "group/day h-26 border-r border-b border-hairline p-1 align-top transition-colors last:border-r-0",
        isOver ? "bg-active" : isOutside && "bg-surface-2",
      )}
    >
      <div className="flex h-6 items-center justify-between pl-1">
        <time
          id={headingId}
          dateTime={toDay(day)}
          className={clsx(
            "flex h-5 min-w-5 items-center justify-center rounded-full text-xs tabular-nums",
            isToday ? "bg-accent px-1 font-strong text-on-accent" : "text-muted",
          )}
        >
          <span aria-hidden>{day.getDate()}</span>
          <span className="sr-only">{isToday ? `${t("ui.today")}, ${inFull}` : inFull}</span>
        </time>
        {onAdd && (
          <button
            type="button"
            aria-label={t("calendar.addOn", { day: inFull })}
            onClick={(event: MouseEvent<HTMLElement>) => onAdd(event.currentTarget)}
            className="flex size-5 items-center justify-center rounded-control text-muted opacity-0 transition-opacity group-hover/day:opacity-100 hover:bg-hover hover:text-text focus-visible:opacity-100 pointer-coarse:opacity-100"
          >
            <Plus className="size-3.5" aria-hidden />
          </button>
        )}
      </div>
      <div className="mt-0.5 flex flex-col gap-1">
        {children}
        {hidden > 0 && (
          <button
            type="button"
            onClick={(event) => onShowAll(event.currentTarget)}
            className="h-5 rounded-control px-1.5 text-left text-xs text-muted transition-colors hover:bg-hover hover:text-text"
          >
            {t("calendar.more", { count: hidden })}
          </button>
        )}
      </div>
    </td>
  );
}

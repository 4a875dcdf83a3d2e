import { clsx } from "clsx";
import { CalendarClock, CalendarDays } from "lucide-react";
import { useTranslation } from "react-i18next";
import { daysUntil, formatDay } from "#/lib/format.ts";

/** The day a task is due: in red with another icon once it has passed, in amber on the day itself. */
export function DueDate({
  day,
  isDone,
  isNamed = true,
}: {
  day: string;
  isDone: boolean;
  /** Not where what surrounds it says the whole. */
  isNamed?: boolean;
}) {
  const { t, i18n } = useTranslation();
  const days = daysUntil(day);
  const date = formatDay(day, i18n.language);
  const isOverdue = days !== undefined && days < 0 && !isDone;
  const isToday = days === 0 && !isDone;
  const Icon = isOverdue ? CalendarClock : CalendarDays;
  const name = isOverdue
    ? t("tasks.overdue", { date })
    : isToday
      ? t("tasks.dueToday")
      : t("tasks.due", { date });
  return (
    <span
      title={isNamed ? name : undefined}
      className={clsx(
        "inline-flex items-center gap-1 text-xs tabular-nums whitespace-nowrap",
        isOverdue ? "text-danger" : isToday ? "text-warning" : "text-muted",
      )}
    >
      <Icon className="size-3.5" aria-hidden />
      {isNamed && <span className="sr-only">{name}</span>}
      <span aria-hidden={isNamed}>{isToday ? t("tasks.today") : date}</span>
    </span>
  );
}

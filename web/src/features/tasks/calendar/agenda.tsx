import { clsx } from "clsx";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatDay, toDay } from "#/lib/format.ts";
import type { BoardTask } from "../queries.ts";

interface AgendaProps {
  days: readonly Date[];
  today: Date;
  tasksOf: ReadonlyMap<string, readonly BoardTask[]>;
  chipOf: (task: BoardTask) => ReactNode;
}

/** The days with tasks one under the other: what a phone has room for. */
export function Agenda({ days, today, tasksOf, chipOf }: AgendaProps) {
  const { t, i18n } = useTranslation();
  const weekday = new Intl.DateTimeFormat(i18n.language, { weekday: "short" });
  const shown = days.filter((day) => tasksOf.has(toDay(day)));
  if (shown.length === 0) {
    return <p className="p-4 text-sm text-muted">{t("calendar.nothing")}</p>;
  }
  return (
    <ol className="flex flex-col">
      {shown.map((day) => {
        const key = toDay(day);
        const isToday = key === toDay(today);
        return (
          <li key={key} className="border-b border-hairline p-3">
            <h3 className={clsx("pb-1.5 text-sm", isToday ? "font-strong" : "text-muted")}>
              {isToday ? t("ui.today") : weekday.format(day)}, {formatDay(key, i18n.language)}
            </h3>
            <div className="flex flex-col gap-1">{tasksOf.get(key)?.map(chipOf)}</div>
          </li>
        );
      })}
    </ol>
  );
}

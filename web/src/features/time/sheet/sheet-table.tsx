import { clsx } from "clsx";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDuration } from "#/lib/duration.ts";
import { parseDay } from "#/lib/format.ts";
import { useIsNarrow } from "#/lib/use-media-query.ts";
import { dayIn } from "#/lib/zoned.ts";
import { useWorkWords } from "../components/use-work-words.ts";
import { WorkLabel } from "../components/work-label.tsx";
import type { Span } from "./cell-plan.ts";
import { SheetCellInput } from "./sheet-cell.tsx";
import type { SheetRow } from "./sheet-rows.ts";
import { useBookCell } from "./use-book-cell.ts";

interface SheetTableProps {
  rows: readonly SheetRow[];
  days: readonly string[];
  /** The database's own figures. */
  totals: readonly { day: string; project_id: string; seconds: number }[];
  busy: readonly Span[];
  personId: string;
  timezone: string;
  mayBook: boolean;
}

/** Rows of work with a field for each day; a phone shows one day at a time. */
export function SheetTable(props: SheetTableProps) {
  const { rows, days, totals, busy, personId, timezone, mayBook } = props;
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const isNarrow = useIsNarrow();
  const today = dayIn(new Date(), timezone);
  const [chosen, setChosen] = useState(() => Math.max(0, days.indexOf(today)));
  const wordsOf = useWorkWords();
  const book = useBookCell({ busy, personId, timezone });
  const table = useRef<HTMLTableElement>(null);

  const dayTotal = (day: string) =>
    totals.reduce((sum, row) => (row.day === day ? sum + row.seconds : sum), 0);
  const shown = days
    .map((day, index) => ({ day, index }))
    .filter(({ index }) => !isNarrow || index === chosen);
  const weekday = (day: string, style: "short" | "long" | "narrow") =>
    new Intl.DateTimeFormat(language, { weekday: style }).format(parseDay(day));
  const dayNumber = (day: string) => Number(day.slice(8));

  /** To the field above or below, as in any sheet. */
  const moveFrom = (row: number, column: number, step: 1 | -1) => {
    const next = table.current?.querySelector<HTMLInputElement>(
      `[data-cell="${row + step}:${column}"]`,
    );
    next?.focus();
    return next != null;
  };

  return (
    <>
      {isNarrow && (
        <fieldset
          aria-label={t("time.days")}
          className="grid grid-cols-7 gap-1 border-b border-hairline px-3 py-2"
        >
          {days.map((day, index) => (
            <button
              key={day}
              type="button"
              aria-pressed={index === chosen}
              aria-label={weekday(day, "long")}
              onClick={() => setChosen(index)}
              className={clsx(
                "flex flex-col items-center rounded-control py-1 text-xs",
                index === chosen ? "bg-accent-soft text-accent-text" : "text-muted",
                day === today && "font-strong",
              )}
            >
              {weekday(day, "narrow")}
              <span className="tabular-nums">
                {dayTotal(day) > 0 ? shortDuration(dayTotal(day)) : "–"}
              </span>
            </button>
          ))}
        </fieldset>
      )}
      <table
        ref={table}
        aria-label={t("time.timesheet")}
        className="w-full table-fixed border-separate border-spacing-0 text-sm [&_td]:border-b [&_td]:border-hairline [&_th]:border-b [&_th]:border-hairline"
      >
        <thead className="text-xs text-muted">
          <tr className="[&>th]:sticky [&>th]:top-0 [&>th]:z-10 [&>th]:h-11 [&>th]:bg-surface [&>th]:font-normal">
            <th scope="col" className="pl-4 text-left md:pl-6">
              {t("time.work")}
            </th>
            {shown.map(({ day }) => (
              <th key={day} scope="col" className="w-24 px-2 text-right max-lg:w-20 max-md:w-28">
                <span className={clsx("block", day === today && "text-accent-text")}>
                  <span className="max-md:hidden">{weekday(day, "short")}</span>
                  <span className="md:hidden">{weekday(day, "long")}</span>{" "}
                  <span className="tabular-nums">{dayNumber(day)}</span>
                </span>
              </th>
            ))}
            <th scope="col" className="w-28 pr-4 text-right max-md:hidden md:pr-6">
              {t("time.total")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.length === 0 && (
            <tr>
              <td colSpan={shown.length + 2} className="px-4 py-10 text-center text-muted md:px-6">
                {mayBook ? t("time.weekEmpty") : t("time.weekEmptyReader")}
              </td>
            </tr>
          )}
          {rows.map((row, rowIndex) => (
            <tr key={row.id} className="group hover:bg-hover">
              <th scope="row" className="h-11 pr-2 pl-4 text-left font-normal md:pl-6">
                <WorkLabel work={row.work} />
                {row.work.tasks && row.work.projects && (
                  <span className="block truncate pl-6 text-xs text-muted">
                    {row.work.projects.name}
                  </span>
                )}
              </th>
              {shown.map(({ day, index }) => {
                const cell = row.cells[index];
                return (
                  <td key={day} className={clsx("p-1", day === today && "bg-accent-soft/40")}>
                    {cell && (
                      <SheetCellInput
                        label={t("time.cell", {
                          work: wordsOf(row.work),
                          day: weekday(day, "long"),
                        })}
                        place={`${rowIndex}:${index}`}
                        cell={cell}
                        timezone={timezone}
                        readOnly={!mayBook || row.work.projects?.archived_at !== null}
                        onBook={(minutes) => book(row.work, cell, day, minutes)}
                        onMove={(step) => moveFrom(rowIndex, index, step)}
                      />
                    )}
                  </td>
                );
              })}
              <td className="pr-4 text-right tabular-nums max-md:hidden md:pr-6">
                {formatDuration(
                  row.cells.reduce((sum, { seconds }) => sum + seconds, 0) / 60,
                  language,
                )}
              </td>
            </tr>
          ))}
        </tbody>
        {rows.length > 0 && (
          <tfoot>
            <tr className="font-strong tabular-nums [&>td]:h-11">
              <th scope="row" className="pl-4 text-left font-strong md:pl-6">
                {t("time.total")}
              </th>
              {shown.map(({ day }) => (
                <td key={day} className="px-3 text-right">
                  {dayTotal(day) > 0 ? formatDuration(dayTotal(day) / 60, language) : ""}
                </td>
              ))}
              <td className="pr-4 text-right max-md:hidden md:pr-6">
                {formatDuration(totals.reduce((sum, row) => sum + row.seconds, 0) / 60, language)}
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </>
  );
}

/** Where there is no room for words: "7:30". */
function shortDuration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

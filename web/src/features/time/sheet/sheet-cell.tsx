import { clsx } from "clsx";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { durationInput, parseDuration } from "#/lib/duration.ts";
import { formatTimeIn } from "#/lib/zoned.ts";
import type { SheetCell } from "./sheet-rows.ts";

interface SheetCellInputProps {
  label: string;
  /** Row and column, by which arrows find their way. */
  place: string;
  cell: SheetCell;
  timezone: string;
  readOnly: boolean;
  /** Settles once the booking has. */
  onBook: (minutes: number) => Promise<unknown>;
  /** Answers whether there was a field to go to. */
  onMove: (step: 1 | -1) => boolean;
}

/** One day of one row. Leaving it or Enter books what was typed, Escape forgets it. */
export function SheetCellInput(props: SheetCellInputProps) {
  const { label, place, cell, timezone, readOnly, onBook, onMove } = props;
  const { i18n } = useTranslation();
  const [draft, setDraft] = useState<string>();
  const [isPending, setPending] = useState(false);
  const minutes = Math.round(cell.seconds / 60);
  const typed = draft === undefined ? undefined : draft.trim() === "" ? 0 : parseDuration(draft);
  const isWrong = draft !== undefined && !isPending && (typed === undefined || typed > 24 * 60);
  const isRunning = cell.entries.some(({ isFixed, end }) => isFixed && end > Date.now() - 120_000);
  const time = (moment: number) =>
    formatTimeIn(new Date(moment).toISOString(), i18n.language, timezone);

  const book = async () => {
    if (draft === undefined || isPending) return;
    if (typed === undefined || typed > 24 * 60 || typed === minutes) return setDraft(undefined);
    setDraft(durationInput(typed));
    setPending(true);
    await onBook(typed);
    setPending(false);
    setDraft(undefined);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      setDraft(undefined);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!onMove(1)) void book();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      onMove(event.key === "ArrowDown" ? 1 : -1);
    }
  };

  return (
    <input
      aria-label={label}
      aria-invalid={isWrong || undefined}
      aria-busy={isPending || undefined}
      data-cell={place}
      title={
        cell.entries.map(({ start, end }) => `${time(start)}–${time(end)}`).join(", ") || undefined
      }
      autoComplete="off"
      readOnly={readOnly || isPending}
      placeholder="–"
      value={draft ?? (minutes > 0 ? durationInput(minutes) : "")}
      onFocus={({ currentTarget }) => currentTarget.select()}
      onChange={({ target }) => setDraft(target.value)}
      onBlur={() => void book()}
      onKeyDown={onKeyDown}
      className={clsx(
        "h-9 w-full rounded-control bg-transparent px-2 text-right tabular-nums transition-colors pointer-coarse:h-11 pointer-coarse:text-lg",
        "aria-busy:animate-pulse aria-invalid:outline-2 aria-invalid:outline-danger",
        readOnly ? "cursor-default" : "hover:bg-hover focus-visible:bg-surface",
        isRunning && "text-running",
      )}
    />
  );
}

import { clsx } from "clsx";
import { CalendarDays } from "lucide-react";
import { lazy, Suspense, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDay, parseDay, toDay } from "#/lib/format.ts";
import { Button } from "./button.tsx";
import { namedWithValue } from "./field.tsx";
import { controlLook } from "./input.tsx";
import { Popover } from "./popover.tsx";
import { Loading } from "./skeleton.tsx";

// The calendar and its languages are of use only once one is opened.
const Calendar = lazy(async () => ({ default: (await import("./calendar.tsx")).Calendar }));

interface DatePickerProps {
  /** What the day is for. */
  label: string;
  /** "2026-11-20", or null for no day. */
  value: string | null;
  onChange: (day: string | null) => void;
  /** "control" is boxed like an input; "quiet" shows a boundary only when pointed at. */
  look?: "control" | "quiet";
  disabled?: boolean;
  /** Said while there is no day. */
  placeholder?: string;
  /** A day that cannot be taken away, only changed. */
  required?: boolean;
  id?: string;
  "aria-labelledby"?: string;
  "aria-invalid"?: true | undefined;
  "aria-describedby"?: string | undefined;
}

/** A calendar day, chosen from a month. */
export function DatePicker({
  label,
  value,
  onChange,
  look = "control",
  disabled = false,
  required = false,
  placeholder,
  id,
  "aria-labelledby": labelledBy,
  ...control
}: DatePickerProps) {
  const valueId = useId();
  const { t, i18n } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const choose = (day: string | null) => {
    setOpen(false);
    if (day !== value) onChange(day);
  };

  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      label={label}
      trigger={
        <button
          {...control}
          id={id}
          aria-labelledby={namedWithValue(valueId, labelledBy, id)}
          type="button"
          disabled={disabled}
          className={clsx(
            "flex h-control w-full items-center gap-2 text-left tabular-nums",
            look === "control"
              ? [controlLook, "px-2.5"]
              : "rounded-control px-2 text-sm transition-colors enabled:hover:bg-hover data-[state=open]:bg-active",
          )}
        >
          <CalendarDays className="size-4 text-muted" aria-hidden />
          <span
            id={valueId}
            className={clsx("min-w-0 flex-1 truncate", value === null && "text-muted")}
          >
            {value === null ? (placeholder ?? t("ui.noDate")) : formatDay(value, i18n.language)}
          </span>
        </button>
      }
    >
      <Suspense fallback={<Loading label={t("common.loading")} className="h-72 w-62" />}>
        <Calendar
          value={value === null ? undefined : parseDay(value)}
          onChange={(day) => choose(day ? toDay(day) : required ? value : null)}
        />
      </Suspense>
      <div className="flex justify-between gap-2 border-t border-hairline p-2">
        <Button variant="ghost" size="sm" onClick={() => choose(toDay(new Date()))}>
          {t("ui.today")}
        </Button>
        {!required && value !== null && (
          <Button variant="ghost" size="sm" onClick={() => choose(null)}>
            {t("ui.removeDate")}
          </Button>
        )}
      </div>
    </Popover>
  );
}

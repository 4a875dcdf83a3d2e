import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { type CalendarSpan, turned } from "./calendar-days.ts";

interface CalendarBarProps {
  day: Date;
  span: CalendarSpan;
  onTurn: (day: Date, span: CalendarSpan) => void;
}

/** Which month or week is shown, and the ways to others. */
export function CalendarBar({ day, span, onTurn }: CalendarBarProps) {
  const { t, i18n } = useTranslation();
  const name = new Intl.DateTimeFormat(i18n.language, { month: "long", year: "numeric" });
  return (
    <div className="flex h-11 shrink-0 items-center gap-1 border-b border-hairline px-4 md:px-6">
      <h2 aria-live="polite" className="min-w-0 flex-1 truncate font-strong">
        {name.format(day)}
      </h2>
      <Button size="sm" variant="ghost" onClick={() => onTurn(new Date(), span)}>
        {t("ui.today")}
      </Button>
      <IconButton
        size="sm"
        label={span === "month" ? t("calendar.previousMonth") : t("calendar.previousWeek")}
        icon={<ChevronLeft />}
        onClick={() => onTurn(turned(day, span, -1), span)}
      />
      <IconButton
        size="sm"
        label={span === "month" ? t("calendar.nextMonth") : t("calendar.nextWeek")}
        icon={<ChevronRight />}
        onClick={() => onTurn(turned(day, span, 1), span)}
      />
      <div className="ml-1 flex rounded-control bg-surface-2 p-0.5">
        {(["month", "week"] as const).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === span}
            onClick={() => onTurn(day, each)}
            className="h-6 rounded-[5px] px-2 text-sm text-muted transition-colors hover:text-text aria-pressed:bg-raised aria-pressed:text-text aria-pressed:shadow-card pointer-coarse:h-9"
          >
            {each === "month" ? t("calendar.month") : t("calendar.week")}
          </button>
        ))}
      </div>
    </div>
  );
}

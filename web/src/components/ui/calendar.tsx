import { clsx } from "clsx";
import { DayPicker, type DayPickerLocale } from "react-day-picker";
import { de } from "react-day-picker/locale/de";
import { enUS } from "react-day-picker/locale/en-US";
import { useTranslation } from "react-i18next";

const locales: Record<string, DayPickerLocale> = { de, en: enUS };

const navigation =
  "inline-flex size-8 items-center justify-center rounded-control text-muted transition-colors hover:bg-hover hover:text-text pointer-coarse:size-10";

interface CalendarProps {
  value: Date | undefined;
  onChange: (day: Date | undefined) => void;
}

/** A month to choose a day from; arrows move, Page Up and Down turn the month. */
export function Calendar({ value, onChange }: CalendarProps) {
  const { t, i18n } = useTranslation();
  const inFull = new Intl.DateTimeFormat(i18n.language, { dateStyle: "full" });
  return (
    <DayPicker
      mode="single"
      autoFocus
      showOutsideDays
      weekStartsOn={1}
      locale={locales[i18n.language] ?? enUS}
      selected={value}
      defaultMonth={value ?? new Date()}
      onSelect={onChange}
      labels={{
        // The number that is seen has to be part of what is read (WCAG 2.5.3); "28th" is another word.
        labelDayButton: (day, { today }) =>
          today ? `${t("ui.today")}, ${inFull.format(day)}` : inFull.format(day),
      }}
      classNames={{
        root: "p-3",
        months: "relative",
        month_caption: "flex h-8 items-center pl-2 font-strong pointer-coarse:h-10",
        nav: "absolute top-0 right-0 z-10 flex",
        button_previous: navigation,
        button_next: navigation,
        chevron: "size-4 fill-current",
        month_grid: "mt-1 border-collapse",
        weekday: "size-8 text-xs font-normal text-muted pointer-coarse:size-10",
        day: "group size-8 p-0 text-center text-sm tabular-nums pointer-coarse:size-10",
        day_button: clsx(
          "size-8 rounded-control transition-colors hover:bg-hover pointer-coarse:size-10",
          "group-aria-selected:bg-accent group-aria-selected:text-on-accent",
          "group-data-[outside]:text-muted group-data-[today]:font-strong",
          "group-data-[today]:underline group-data-[today]:decoration-2 group-data-[today]:underline-offset-4",
        ),
      }}
    />
  );
}

import { parseDayRange } from "@flowdesk/types/task-filters";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Command, CommandInput, CommandList, CommandRow } from "#/components/ui/command.tsx";
import { DatePicker } from "#/components/ui/date-picker.tsx";
import type { FilterField } from "./filter-fields.tsx";

interface FilterChoicesProps {
  field: FilterField;
  values: readonly string[];
  onChange: (values: readonly string[]) => void;
  /** Stands above the choices, such as the way back. */
  lead?: ReactNode;
}

/** The values of one field: of several each press adds or takes away, of one it chooses. */
export function FilterChoices({ field, values, onChange, lead }: FilterChoicesProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const toggle = (value: string) => {
    const isChosen = values.includes(value);
    if (!field.isMultiple) return onChange(isChosen ? [] : [value]);
    onChange(isChosen ? values.filter((each) => each !== value) : [...values, value]);
  };
  return (
    <>
      <Command label={field.label}>
        <CommandInput
          placeholder={field.label}
          value={typed}
          onValueChange={setTyped}
          lead={lead}
        />
        <CommandList label={field.label} empty={t("ui.nothingFound")}>
          {field.options.map(({ value, label, icon }) => (
            <CommandRow
              key={value}
              id={value}
              label={label}
              icon={icon}
              isChosen={values.includes(value)}
              onChoose={() => toggle(value)}
            />
          ))}
        </CommandList>
      </Command>
      {field.key === "due" && <DueRange values={values} onChange={onChange} />}
    </>
  );
}

/** Days from and to, either of which may be left open. */
function DueRange({ values, onChange }: Pick<FilterChoicesProps, "values" | "onChange">) {
  const { t } = useTranslation();
  const range = parseDayRange(values[0] ?? "") ?? { from: null, to: null };
  const change = (from: string | null, to: string | null) => {
    const [first, last] = from && to && to < from ? [to, from] : [from, to];
    onChange(first || last ? [`${first ?? ""}..${last ?? ""}`] : []);
  };
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-2 border-t border-hairline p-2">
      <span className="pl-1 text-xs text-muted">{t("filters.fromDay")}</span>
      <DatePicker
        look="quiet"
        label={t("filters.fromDay")}
        value={range.from}
        onChange={(from) => change(from, range.to)}
      />
      <span className="pl-1 text-xs text-muted">{t("filters.toDay")}</span>
      <DatePicker
        look="quiet"
        label={t("filters.toDay")}
        value={range.to}
        onChange={(to) => change(range.from, to)}
      />
    </div>
  );
}

import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Select } from "#/components/ui/select.tsx";
import { type ColumnChoice, type ImportField, importFields } from "../fields.ts";
import type { SurveyedColumn } from "../survey.ts";
import { useFieldLabels } from "../use-field-labels.ts";

// A choice of Select cannot be empty.
const leftOut = "-";

interface ColumnTableProps {
  columns: readonly SurveyedColumn[];
  choice: ColumnChoice;
  disabled: boolean;
  onChange: (choice: ColumnChoice) => void;
}

/** For each column of the file the field that it becomes. */
export function ColumnTable({ columns, choice, disabled, onChange }: ColumnTableProps) {
  const { t } = useTranslation();
  const id = useId();
  const labels = useFieldLabels();
  const fieldAt = (at: number) => importFields.find((field) => choice[field] === at);
  const choose = (at: number, wanted: string) => {
    const others = Object.entries(choice).filter(([field, own]) => own !== at && field !== wanted);
    const field = importFields.find((each) => each === wanted);
    onChange({ ...Object.fromEntries(others), ...(field ? { [field]: at } : {}) });
  };
  const options: { value: ImportField | typeof leftOut; label: string }[] = [
    { value: leftOut, label: t("imports.leaveOut") },
    ...importFields.map((field) => ({ value: field, label: labels[field] })),
  ];
  return (
    <table className="w-full table-fixed text-sm">
      <thead className="text-left text-xs text-muted">
        <tr className="border-b border-hairline">
          <th className="h-8 pr-3 font-normal">{t("imports.column")}</th>
          <th className="h-8 pr-3 font-normal max-sm:hidden">{t("imports.example")}</th>
          <th className="h-8 w-48 font-normal max-sm:w-40">{t("imports.becomes")}</th>
        </tr>
      </thead>
      <tbody>
        {columns.map(({ head, values }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two columns may be called the same, and none moves
          <tr key={at} className="border-b border-hairline">
            <th id={`${id}-${at}`} scope="row" className="h-11 truncate pr-3 text-left font-strong">
              {head || t("imports.nameless", { number: at + 1 })}
            </th>
            <td className="truncate pr-3 text-muted max-sm:hidden">
              {values.slice(0, 3).join(" · ")}
            </td>
            <td>
              <Select
                aria-labelledby={`${id}-${at}`}
                disabled={disabled}
                value={fieldAt(at) ?? leftOut}
                options={options}
                onValueChange={(wanted) => choose(at, wanted)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

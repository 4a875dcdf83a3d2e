import { taskPriorities } from "@flowdesk/types/tasks";
import { useTranslation } from "react-i18next";
import { Field } from "#/components/ui/field.tsx";
import { Section } from "#/components/ui/section.tsx";
import { Select } from "#/components/ui/select.tsx";
import { type ImportTarget, type Mapping, mappingOf, type ValueField } from "../mapping.ts";
import type { Survey } from "../survey.ts";
import { useFieldLabels } from "../use-field-labels.ts";
import { dateOrders } from "../values.ts";
import { ColumnTable } from "./column-table.tsx";
import { ValueTable } from "./value-table.tsx";

interface MappingFormProps {
  survey: Survey;
  target: ImportTarget;
  mapping: Mapping;
  /** While its rows are on their way. */
  disabled: boolean;
  onChange: (mapping: Mapping) => void;
}

/** Which column becomes what, and what the texts in it stand for. */
export function MappingForm({ survey, target, mapping, disabled, onChange }: MappingFormProps) {
  const { t } = useTranslation();
  const labels = useFieldLabels();
  const { columns, values, dateOrder } = mapping;
  const setColumns = (next: Mapping["columns"]) => {
    const guessed = mappingOf(survey, next, target);
    const keep = (field: ValueField) =>
      next[field] === columns[field] ? values[field] : guessed.values[field];
    onChange({
      ...guessed,
      values: { status: keep("status"), priority: keep("priority"), assignee: keep("assignee") },
    });
  };
  const priorityLabels = {
    none: t("tasks.priorityNone"),
    low: t("tasks.priorityLow"),
    medium: t("tasks.priorityMedium"),
    high: t("tasks.priorityHigh"),
    urgent: t("tasks.priorityUrgent"),
  };
  const tables: {
    field: ValueField;
    nothing: string;
    options: { value: string; label: string }[];
  }[] = [
    {
      field: "status",
      nothing: t("imports.firstStatus", { name: target.statuses[0]?.name }),
      options: target.statuses.map(({ key, name }) => ({ value: key, label: name })),
    },
    {
      field: "priority",
      nothing: t("imports.noValue"),
      options: taskPriorities.map((key) => ({ value: key, label: priorityLabels[key] })),
    },
    {
      field: "assignee",
      nothing: t("tasks.unassigned"),
      options: target.people.map(({ id, name }) => ({ value: id, label: name })),
    },
  ];
  const shown = tables.filter(({ field }) => Object.keys(values[field]).length > 0);
  const hasDates = columns.start_date !== undefined || columns.due_date !== undefined;
  return (
    <>
      <Section title={t("imports.columns")} text={t("imports.columnsText")}>
        <ColumnTable
          columns={survey.columns}
          choice={columns}
          disabled={disabled}
          onChange={setColumns}
        />
        {hasDates && (
          <div className="mt-4 max-w-64">
            <Field label={t("imports.dateOrder")}>
              {(control) => (
                <Select
                  {...control}
                  disabled={disabled}
                  value={dateOrder}
                  options={dateOrders.map((order) => ({
                    value: order,
                    label: dateExamples[order],
                  }))}
                  onValueChange={(wanted) => {
                    const order = dateOrders.find((each) => each === wanted);
                    if (order) onChange({ ...mapping, dateOrder: order });
                  }}
                />
              )}
            </Field>
          </div>
        )}
      </Section>
      {shown.length > 0 && (
        <Section title={t("imports.values")} text={t("imports.valuesText")}>
          <div className="flex flex-col gap-6">
            {shown.map(({ field, nothing, options }) => (
              <ValueTable
                key={field}
                title={labels[field]}
                nothingLabel={nothing}
                options={options}
                values={values[field]}
                disabled={disabled}
                hasMore={survey.columns[columns[field] ?? -1]?.hasMore ?? false}
                onChange={(next) => onChange({ ...mapping, values: { ...values, [field]: next } })}
              />
            ))}
          </div>
        </Section>
      )}
    </>
  );
}

/** The same day in each order: it has to be told from its look alone. */
const dateExamples = { ymd: "2026-12-31", dmy: "31.12.2026", mdy: "12/31/2026" } as const;

import { useQuery } from "@tanstack/react-query";
import { type Control, Controller, type FieldErrors } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import { Combobox } from "#/components/ui/combobox.tsx";
import { DatePicker } from "#/components/ui/date-picker.tsx";
import { DurationInput } from "#/components/ui/duration-input.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Select } from "#/components/ui/select.tsx";
import { fieldMessage } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import type { ProjectFormValues } from "../project-form.ts";
import { projectQueries } from "../queries.ts";
import { projectStatusOptions } from "./project-status.tsx";

interface ProjectPlanFieldsProps {
  control: Control<ProjectFormValues>;
  errors: FieldErrors<ProjectFormValues>;
  members: readonly { id: string; name: string }[];
  disabled?: boolean;
}

// A list of choices knows no null.
const nobody = "nobody";

/** How the project is going, who answers for it, from when to when, for whom and within how many hours. */
export function ProjectPlanFields({
  control,
  errors,
  members,
  disabled = false,
}: ProjectPlanFieldsProps) {
  const { t } = useTranslation();
  const { can } = useOrganization();
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t("projects.status")}>
        {(props) => (
          <Controller
            control={control}
            name="status"
            render={({ field }) => (
              <Select
                {...props}
                disabled={disabled}
                value={field.value}
                onValueChange={field.onChange}
                options={projectStatusOptions(t)}
              />
            )}
          />
        )}
      </Field>
      <Field
        label={t("projects.lead")}
        error={fieldMessage(errors.lead_id, t("validation.required"))}
      >
        {(props) => (
          <Controller
            control={control}
            name="lead_id"
            render={({ field }) => (
              <Combobox
                {...props}
                label={t("projects.lead")}
                disabled={disabled}
                value={field.value ?? nobody}
                onValueChange={(value) => field.onChange(value === nobody ? null : value)}
                options={[
                  { value: nobody, label: t("projects.noLead") },
                  ...members.map(({ id, name }) => ({
                    value: id,
                    label: name,
                    icon: <Avatar name={name} size="sm" decorative />,
                  })),
                ]}
                placeholder={t("projects.formerMember")}
              />
            )}
          />
        )}
      </Field>
      <Field label={t("projects.startDate")}>
        {(props) => (
          <Controller
            control={control}
            name="start_date"
            render={({ field }) => (
              <DatePicker
                {...props}
                label={t("projects.startDate")}
                disabled={disabled}
                value={field.value}
                onChange={field.onChange}
              />
            )}
          />
        )}
      </Field>
      <Field
        label={t("projects.dueDate")}
        error={fieldMessage(errors.due_date, t("projects.dueBeforeStart"))}
      >
        {(props) => (
          <Controller
            control={control}
            name="due_date"
            render={({ field }) => (
              <DatePicker
                {...props}
                label={t("projects.dueDate")}
                disabled={disabled}
                value={field.value}
                onChange={field.onChange}
              />
            )}
          />
        )}
      </Field>
      {can("clients.read") && <ClientField control={control} disabled={disabled} />}
      <Field
        label={t("projects.budget")}
        hint={t("projects.budgetHint")}
        error={fieldMessage(errors.budget_minutes, t("projects.budgetWrong"))}
      >
        {(props) => (
          <Controller
            control={control}
            name="budget_minutes"
            render={({ field: { onChange, ...field } }) => (
              <DurationInput {...props} {...field} disabled={disabled} onValueChange={onChange} />
            )}
          />
        )}
      </Field>
    </div>
  );
}

function ClientField({ control, disabled }: Pick<ProjectPlanFieldsProps, "control" | "disabled">) {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const { data: clients = [] } = useQuery(projectQueries.clients(id));
  return (
    <Field label={t("projects.client")}>
      {(props) => (
        <Controller
          control={control}
          name="client_id"
          render={({ field }) => (
            <Combobox
              {...props}
              label={t("projects.client")}
              disabled={disabled ?? false}
              value={field.value ?? nobody}
              onValueChange={(value) => field.onChange(value === nobody ? null : value)}
              options={[
                { value: nobody, label: t("projects.noClient") },
                ...clients
                  .filter((client) => client.archived_at === null || client.id === field.value)
                  .map(({ id: clientId, name }) => ({ value: clientId, label: name })),
              ]}
            />
          )}
        />
      )}
    </Field>
  );
}

import { zodResolver } from "@hookform/resolvers/zod";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { ColourField } from "#/components/ui/colour-field.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Input } from "#/components/ui/input.tsx";
import { fieldMessage, showServerError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { useFollowingForm } from "#/lib/use-following-form.ts";
import { DescriptionField } from "../components/description-field.tsx";
import { ProjectPlanFields } from "../components/project-plan-fields.tsx";
import { useUpdateProject } from "../mutations.ts";
import { changesOf, projectFormSchema, valuesOf } from "../project-form.ts";
import type { Project } from "../queries.ts";
import { Overtaken } from "./overtaken.tsx";

interface GeneralFormProps {
  project: Project;
  members: readonly { id: string; name: string }[];
  disabled: boolean;
}

/** Name, colour, description and plan of a project. */
export function GeneralForm({ project, members, disabled }: GeneralFormProps) {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const update = useUpdateProject(id);
  const values = valuesOf(project);
  const form = useForm({ resolver: zodResolver(projectFormSchema), defaultValues: values });
  const { errors, isDirty, dirtyFields } = form.formState;
  const overtaken = useFollowingForm(form, values, project.version);

  const submit = form.handleSubmit(async (typed) => {
    try {
      await update.mutateAsync({ project, changes: changesOf(typed, dirtyFields) });
      form.reset(typed);
      toast.success(t("projectSettings.saved"));
    } catch (error) {
      const fields = { assignee_not_active: "lead_id", member_suspended: "lead_id" } as const;
      showServerError(error, form.setError, fields, t);
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
      <Overtaken fields={overtaken} theirs={project} />
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_120px]">
        <Field
          label={t("projects.name")}
          error={fieldMessage(errors.name, t("validation.name", { maximum: 120 }))}
        >
          {(control) => (
            <Input
              {...control}
              {...form.register("name")}
              disabled={disabled}
              autoComplete="off"
              maxLength={120}
            />
          )}
        </Field>
        <Field label={t("projects.key")}>
          {(control) => (
            <Input {...control} value={project.key} disabled className="tabular-nums" readOnly />
          )}
        </Field>
      </div>
      <Controller
        control={form.control}
        name="colour"
        render={({ field }) => (
          <ColourField
            label={t("projects.colour")}
            value={field.value}
            onValueChange={field.onChange}
            disabled={disabled}
          />
        )}
      />
      <DescriptionField control={form.control} error={errors.description} disabled={disabled} />
      <ProjectPlanFields
        control={form.control}
        errors={errors}
        members={members}
        disabled={disabled}
      />
      {!disabled && (
        <div>
          <Button type="submit" variant="primary" pending={update.isPending} disabled={!isDirty}>
            {t("common.save")}
          </Button>
        </div>
      )}
    </form>
  );
}

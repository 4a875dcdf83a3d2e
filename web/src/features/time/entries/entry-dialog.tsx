import { timeEntryUpdateSchema } from "@flowdesk/types/time";
import { zodResolver } from "@hookform/resolvers/zod";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Avatar } from "#/components/ui/avatar.tsx";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { CheckboxField } from "#/components/ui/checkbox.tsx";
import { Combobox } from "#/components/ui/combobox.tsx";
import { Dialog } from "#/components/ui/dialog.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Textarea } from "#/components/ui/textarea.tsx";
import { asAppError } from "#/lib/app-error.ts";
import { fieldMessage } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { ownTimezone } from "#/lib/zoned.ts";
import { type BookableProject, WorkFields } from "../components/work-fields.tsx";
import { useCreateEntry, useUpdateEntry } from "../mutations.ts";
import type { TimeEntry } from "../queries.ts";
import { describeTimeError } from "../refusals.ts";
import { type EntryForm, entryFormSchema, spanOfForm } from "./entry-form.ts";
import { SpanFields } from "./span-fields.tsx";

export interface EntryDialogProps {
  /** The entry that is changed; absent for a new one. */
  entry?: TimeEntry | undefined;
  initial: EntryForm;
  timezone: string;
  projects: readonly BookableProject[];
  /** Whom time can be booked for; absent where it is one's own alone. */
  members: readonly { id: string; name: string }[] | undefined;
  onClose: () => void;
}

/** Books work that is done, or changes what was booked. */
export function EntryDialog(props: EntryDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && props.onClose()}
      title={props.entry ? t("time.edit") : t("time.add")}
      closeLabel={t("common.close")}
    >
      <EntryFields {...props} />
    </Dialog>
  );
}

/** Which field a refusal of the server is about. */
const fieldOfCode = {
  time_overlap: "from",
  time_in_future: "day",
  project_archived: "project_id",
  project_required: "project_id",
  "42501": "project_id",
} as const;

function EntryFields({ entry, initial, timezone, projects, members, onClose }: EntryDialogProps) {
  const { t, i18n } = useTranslation();
  const { id } = useOrganization();
  const create = useCreateEntry(id);
  const update = useUpdateEntry(id);
  const form = useForm<EntryForm>({
    resolver: zodResolver(entryFormSchema),
    defaultValues: initial,
  });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    const { user_id, project_id, task_id, description, is_billable } = values;
    const { started_at, ended_at } = spanOfForm(values, timezone);
    const work = { project_id, task_id, description: description.trim(), is_billable };
    try {
      if (entry) {
        const changes = { ...work, started_at, ...(ended_at ? { ended_at } : {}) };
        await update.mutateAsync({ entry, changes: timeEntryUpdateSchema.parse(changes) });
      } else if (ended_at) {
        await create.mutateAsync({ ...work, user_id, started_at, ended_at });
      }
      toast.success(entry ? t("time.saved") : t("time.booked"));
      onClose();
    } catch (error) {
      const { code } = asAppError(error);
      const message = describeTimeError(error, i18n.language, timezone, t);
      const field = Object.entries(fieldOfCode).find(([known]) => known === code)?.[1] ?? "root";
      form.setError(field, { type: `server:${code}`, message });
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
      {members && !entry && (
        <Field label={t("time.person")}>
          {(control) => (
            <Controller
              control={form.control}
              name="user_id"
              render={({ field }) => (
                <Combobox
                  {...control}
                  label={t("time.person")}
                  value={field.value}
                  onValueChange={field.onChange}
                  options={members.map((member) => ({
                    value: member.id,
                    label: member.name,
                    icon: <Avatar name={member.name} size="sm" decorative />,
                  }))}
                />
              )}
            />
          )}
        </Field>
      )}
      <WorkFields
        projects={projects}
        value={{
          project_id: form.watch("project_id") || undefined,
          task_id: form.watch("task_id"),
        }}
        former={entry}
        onChange={({ project_id = "", task_id }) => {
          form.setValue("project_id", project_id, {
            shouldValidate: errors.project_id !== undefined,
          });
          form.setValue("task_id", task_id);
        }}
        error={fieldMessage(errors.project_id, t("time.projectMissing"))}
      />
      <SpanFields form={form} />
      <Field
        label={t("time.description")}
        error={fieldMessage(errors.description, t("projects.tooLong"))}
      >
        {(control) => <Textarea {...control} {...form.register("description")} rows={2} />}
      </Field>
      <Controller
        control={form.control}
        name="is_billable"
        render={({ field }) => (
          <CheckboxField
            label={t("time.billable")}
            checked={field.value}
            onCheckedChange={field.onChange}
          />
        )}
      />
      {timezone !== ownTimezone() && (
        <p className="text-xs text-muted">
          {t("time.zone", { timezone: timezone.replaceAll("_", " ") })}
        </p>
      )}
      <div className="mt-1 flex justify-end gap-2">
        <Button variant="ghost" onClick={onClose}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" variant="primary" pending={create.isPending || update.isPending}>
          {entry ? t("common.save") : t("time.add")}
        </Button>
      </div>
    </form>
  );
}

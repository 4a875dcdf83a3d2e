import { taskCreateSchema } from "@flowdesk/types/tasks";
import { zodResolver } from "@hookform/resolvers/zod";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { Combobox } from "#/components/ui/combobox.tsx";
import { Dialog } from "#/components/ui/dialog.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Input } from "#/components/ui/input.tsx";
import { ProjectMark } from "#/components/ui/project-mark.tsx";
import { fieldMessage, showServerError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { PlanNotice, usePlanRoom } from "#/lib/plan-room.tsx";
import { useCreateTask } from "../mutations.ts";

export interface TaskProject {
  id: string;
  key: string;
  name: string;
  colour: string;
}

interface CreateTaskDialogProps {
  projects: readonly TaskProject[];
  /** Where the person is, or was last. */
  defaultProjectId: string | undefined;
  onClose: () => void;
  onCreated: (project: TaskProject, number: number) => void;
}

const formSchema = taskCreateSchema.pick({ title: true }).extend({ project_id: z.uuid() });

/** A task from anywhere: what, and where. It starts in the project's first status. */
export function CreateTaskDialog({ onClose, ...rest }: CreateTaskDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("tasks.create")}
      closeLabel={t("common.close")}
    >
      <CreateTaskForm onClose={onClose} {...rest} />
    </Dialog>
  );
}

function CreateTaskForm({ projects, defaultProjectId, onClose, onCreated }: CreateTaskDialogProps) {
  const { t } = useTranslation();
  const { id: org } = useOrganization();
  const create = useCreateTask(org);
  const room = usePlanRoom("tasks");
  const form = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { title: "", project_id: defaultProjectId ?? projects[0]?.id ?? "" },
  });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    const project = projects.find(({ id }) => id === values.project_id);
    if (!project) return;
    try {
      const { number } = await create.mutateAsync(values);
      onCreated(project, number);
    } catch (error) {
      showServerError(error, form.setError, { project_archived: "project_id" }, t);
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {room && <PlanNotice resource="tasks" room={room} />}
      {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
      <Field
        label={t("tasks.titleLabel")}
        error={fieldMessage(errors.title, t("tasks.titleRequired"))}
      >
        {(control) => (
          <Input
            {...control}
            {...form.register("title")}
            placeholder={t("tasks.newPlaceholder")}
            autoComplete="off"
            autoFocus
            maxLength={300}
          />
        )}
      </Field>
      <Field
        label={t("tasks.project")}
        error={fieldMessage(errors.project_id, t("validation.required"))}
      >
        {(control) => (
          <Controller
            control={form.control}
            name="project_id"
            render={({ field }) => (
              <Combobox
                {...control}
                label={t("tasks.project")}
                value={field.value}
                onValueChange={field.onChange}
                options={projects.map(({ id, key, name, colour }) => ({
                  value: id,
                  label: name,
                  keywords: [key],
                  icon: <ProjectMark colour={colour} />,
                  aside: key,
                }))}
              />
            )}
          />
        )}
      </Field>
      <div className="mt-1 flex justify-end gap-2">
        <Button variant="ghost" onClick={onClose}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" variant="primary" pending={create.isPending} disabled={room?.isFull}>
          {t("tasks.create")}
        </Button>
      </div>
    </form>
  );
}

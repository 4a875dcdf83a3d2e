import { zodResolver } from "@hookform/resolvers/zod";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { ColourField } from "#/components/ui/colour-field.tsx";
import { Dialog } from "#/components/ui/dialog.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Input } from "#/components/ui/input.tsx";
import { proposeColour } from "#/lib/colours.ts";
import { fieldMessage, showServerError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { PlanNotice, usePlanRoom } from "#/lib/plan-room.tsx";
import { useCreateProject } from "../mutations.ts";
import { emptyProject, projectFormSchema } from "../project-form.ts";
import { proposeProjectKey } from "../project-key.ts";
import { DescriptionField } from "./description-field.tsx";
import { ProjectPlanFields } from "./project-plan-fields.tsx";
import { VisibilityField } from "./visibility-field.tsx";

interface CreateProjectDialogProps {
  /** Who can lead it. */
  members: readonly { id: string; name: string }[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onCreated: (project: { key: string }) => void;
}

/** Name, key and who sees it; more for whoever knows it already. */
export function CreateProjectDialog({ open, onOpenChange, ...rest }: CreateProjectDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("projects.new")}
      closeLabel={t("common.close")}
    >
      <CreateProjectForm {...rest} onCancel={() => onOpenChange(false)} />
    </Dialog>
  );
}

interface CreateProjectFormProps extends Pick<CreateProjectDialogProps, "members" | "onCreated"> {
  onCancel: () => void;
}

function CreateProjectForm({ members, onCreated, onCancel }: CreateProjectFormProps) {
  const { t } = useTranslation();
  const organization = useOrganization();
  const create = useCreateProject(organization.id);
  const room = usePlanRoom("projects");
  const [hasMore, setMore] = useState(false);
  const form = useForm({
    resolver: zodResolver(projectFormSchema),
    defaultValues: { ...emptyProject, colour: proposeColour("") },
  });
  const { errors, dirtyFields } = form.formState;

  const submit = form.handleSubmit(async ({ key, ...values }) => {
    try {
      const project = await create.mutateAsync({ ...values, ...(key ? { key } : {}) });
      toast.success(t("projects.created", { name: project.name }));
      onCreated(project);
    } catch (error) {
      const fields = { already_exists: "key", key_taken: "key" } as const;
      showServerError(error, form.setError, fields, t);
    }
  });

  const name = form.register("name", {
    onChange: ({ target }: { target: HTMLInputElement }) => {
      // Once the person has chosen for themselves it is theirs.
      if (!dirtyFields.key) form.setValue("key", proposeProjectKey(target.value));
      if (!dirtyFields.colour) form.setValue("colour", proposeColour(target.value));
    },
  });
  const key = form.watch("key");

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {room && <PlanNotice resource="projects" room={room} />}
      {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
      <Field label={t("projects.name")} error={fieldMessage(errors.name, t("validation.required"))}>
        {(control) => <Input {...control} {...name} autoComplete="off" autoFocus maxLength={120} />}
      </Field>
      <Field
        label={t("projects.key")}
        hint={key ? t("projects.keyPreview", { example: `${key}-1` }) : t("projects.keyHint")}
        error={fieldMessage(errors.key, t("validation.projectKey"))}
      >
        {(control) => (
          <Input
            {...control}
            {...form.register("key", {
              setValueAs: (value: string) => value.trim().toUpperCase(),
            })}
            autoComplete="off"
            spellCheck={false}
            maxLength={10}
            className="uppercase tabular-nums"
          />
        )}
      </Field>
      <Controller
        control={form.control}
        name="colour"
        render={({ field }) => (
          <ColourField
            label={t("projects.colour")}
            value={field.value}
            onValueChange={field.onChange}
          />
        )}
      />
      <VisibilityField control={form.control} />
      {hasMore ? (
        <>
          <DescriptionField control={form.control} error={errors.description} />
          <ProjectPlanFields control={form.control} errors={errors} members={members} />
        </>
      ) : (
        <div>
          <Button variant="ghost" size="sm" className="-ml-2" onClick={() => setMore(true)}>
            <ChevronRight aria-hidden />
            {t("projects.more")}
          </Button>
        </div>
      )}
      <div className="mt-1 flex justify-end gap-2">
        <Button variant="ghost" onClick={onCancel}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" variant="primary" pending={create.isPending} disabled={room?.isFull}>
          {t("projects.create")}
        </Button>
      </div>
    </form>
  );
}

import { projectCreateSchema } from "@flowdesk/types/projects";
import { zodResolver } from "@hookform/resolvers/zod";
import { Globe, Lock } from "lucide-react";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { Dialog } from "#/components/ui/dialog.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Input } from "#/components/ui/input.tsx";
import { Select } from "#/components/ui/select.tsx";
import { fieldMessage, showServerError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { useCreateProject } from "../mutations.ts";
import { proposeColour, proposeProjectKey } from "../project-key.ts";

interface CreateProjectDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onCreated: (project: { key: string }) => void;
}

const formSchema = projectCreateSchema.pick({ name: true, key: true, visibility: true });

/** Name, key and who sees it. */
export function CreateProjectDialog({ open, onOpenChange, onCreated }: CreateProjectDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("projects.new")}
      description={t("projects.createIntro", { example: "ACME-42" })}
      closeLabel={t("common.close")}
    >
      <CreateProjectForm onCreated={onCreated} onCancel={() => onOpenChange(false)} />
    </Dialog>
  );
}

interface CreateProjectFormProps {
  onCreated: CreateProjectDialogProps["onCreated"];
  onCancel: () => void;
}

function CreateProjectForm({ onCreated, onCancel }: CreateProjectFormProps) {
  const { t } = useTranslation();
  const organization = useOrganization();
  const create = useCreateProject(organization.id);
  const form = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { name: "", key: "", visibility: "organization" },
  });
  const { errors, dirtyFields } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      const project = await create.mutateAsync({ ...values, colour: proposeColour(values.name) });
      toast.success(t("projects.created", { name: project.name }));
      onCreated(project);
    } catch (error) {
      showServerError(error, form.setError, { already_exists: "key" }, t);
    }
  });

  const name = form.register("name", {
    onChange: ({ target }: { target: HTMLInputElement }) => {
      // Once the person has a key of their own it is theirs.
      if (!dirtyFields.key) form.setValue("key", proposeProjectKey(target.value));
    },
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
      <Field label={t("projects.name")} error={fieldMessage(errors.name, t("validation.required"))}>
        {(control) => <Input {...control} {...name} autoComplete="off" autoFocus maxLength={120} />}
      </Field>
      <Field
        label={t("projects.key")}
        hint={t("projects.keyHint")}
        error={fieldMessage(errors.key, t("validation.projectKey"))}
      >
        {(control) => (
          <Input
            {...control}
            {...form.register("key", {
              // Without one the database derives it.
              setValueAs: (value?: string) => value?.trim().toUpperCase() || undefined,
            })}
            autoComplete="off"
            spellCheck={false}
            maxLength={10}
            className="uppercase tabular-nums"
          />
        )}
      </Field>
      <Field label={t("projects.visibility")}>
        {(control) => (
          <Controller
            control={form.control}
            name="visibility"
            render={({ field }) => (
              <Select
                {...control}
                value={field.value ?? "organization"}
                onValueChange={field.onChange}
                options={[
                  {
                    value: "organization",
                    label: t("projects.visibilityOrganization", {
                      organization: organization.name,
                    }),
                    icon: <Globe className="size-4 text-muted" aria-hidden />,
                  },
                  {
                    value: "private",
                    label: t("projects.visibilityPrivate"),
                    icon: <Lock className="size-4 text-muted" aria-hidden />,
                  },
                ]}
              />
            )}
          />
        )}
      </Field>
      <div className="mt-1 flex justify-end gap-2">
        <Button variant="ghost" onClick={onCancel}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" variant="primary" pending={create.isPending}>
          {t("projects.create")}
        </Button>
      </div>
    </form>
  );
}

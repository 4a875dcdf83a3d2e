import { type ProjectStatusCreate, projectStatusCreateSchema } from "@flowdesk/types/projects";
import { zodResolver } from "@hookform/resolvers/zod";
import { Plus } from "lucide-react";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Input } from "#/components/ui/input.tsx";
import { Select } from "#/components/ui/select.tsx";
import { fieldMessage, showServerError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import type { Project } from "../queries.ts";
import { useCategoryOptions } from "./category-options.tsx";
import { positionOfNew, statusKeyOf } from "./status-order.ts";
import { useCreateStatus } from "./workflow-queries.ts";

const formSchema = projectStatusCreateSchema.pick({ name: true, category: true });

/** One more column, behind the others of its category. */
export function AddStatusForm({ project }: { project: Project }) {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const create = useCreateStatus(id, project.id);
  const categories = useCategoryOptions();
  const form = useForm<Pick<ProjectStatusCreate, "name" | "category">>({
    resolver: zodResolver(formSchema),
    defaultValues: { name: "", category: "in_progress" },
  });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async ({ name, category }) => {
    const { statuses } = project;
    try {
      await create.mutateAsync({
        name,
        category,
        key: statusKeyOf(
          name,
          statuses.map(({ key }) => key),
        ),
        position: positionOfNew(statuses, category),
      });
      form.reset({ name: "", category });
      form.setFocus("name");
    } catch (error) {
      showServerError(error, form.setError, {}, t);
    }
  });

  return (
    <form onSubmit={submit} noValidate className="mt-4 flex flex-col gap-3">
      {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
      <div className="flex flex-wrap items-start gap-3">
        <div className="min-w-40 flex-1 basis-56">
          <Field
            label={t("workflow.newName")}
            error={fieldMessage(errors.name, t("validation.name", { maximum: 60 }))}
          >
            {(control) => (
              <Input {...control} {...form.register("name")} autoComplete="off" maxLength={60} />
            )}
          </Field>
        </div>
        <div className="w-44">
          <Field label={t("workflow.category")}>
            {(control) => (
              <Controller
                control={form.control}
                name="category"
                render={({ field }) => (
                  <Select
                    {...control}
                    value={field.value}
                    onValueChange={field.onChange}
                    options={categories}
                  />
                )}
              />
            )}
          </Field>
        </div>
        <Button type="submit" pending={create.isPending} className="mt-[26px]">
          <Plus aria-hidden />
          {t("workflow.add")}
        </Button>
      </div>
    </form>
  );
}

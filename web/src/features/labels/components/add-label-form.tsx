import { type LabelCreate, labelCreateSchema } from "@flowdesk/types/labels";
import { zodResolver } from "@hookform/resolvers/zod";
import { Plus } from "lucide-react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Input } from "#/components/ui/input.tsx";
import { proposeColour } from "#/lib/colours.ts";
import { fieldMessage, showServerError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { useCreateLabel } from "../queries.ts";

/** A new label; its colour comes of its name and can be changed in its row. */
export function AddLabelForm({ labels }: { labels: readonly { name: string }[] }) {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const create = useCreateLabel(id);
  const form = useForm<Pick<LabelCreate, "name">>({
    resolver: zodResolver(labelCreateSchema.pick({ name: true })),
    defaultValues: { name: "" },
  });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async ({ name }) => {
    if (labels.some((label) => label.name.toLowerCase() === name.toLowerCase())) {
      return form.setError("name", { type: "server:taken", message: t("labels.taken") });
    }
    try {
      await create.mutateAsync({ name, colour: proposeColour(name) });
      form.reset();
      form.setFocus("name");
    } catch (error) {
      showServerError(error, form.setError, { already_exists: "name" }, t);
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <Field
            label={t("labels.new")}
            error={fieldMessage(errors.name, t("validation.name", { maximum: 60 }))}
          >
            {(control) => (
              <Input {...control} {...form.register("name")} autoComplete="off" maxLength={60} />
            )}
          </Field>
        </div>
        <Button type="submit" pending={create.isPending} className="mt-[26px]">
          <Plus aria-hidden />
          {t("labels.add")}
        </Button>
      </div>
    </form>
  );
}

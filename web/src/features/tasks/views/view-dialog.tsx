import { savedViewCreateSchema } from "@flowdesk/types/saved-views";
import { zodResolver } from "@hookform/resolvers/zod";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { CheckboxField } from "#/components/ui/checkbox.tsx";
import { Dialog } from "#/components/ui/dialog.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Input } from "#/components/ui/input.tsx";
import { fieldMessage, showServerError } from "#/lib/form-errors.ts";

const formSchema = savedViewCreateSchema
  .pick({ name: true, is_shared: true })
  .required({ is_shared: true });

interface NamedView {
  name: string;
  is_shared: boolean;
}

interface ViewDialogProps {
  title: string;
  action: string;
  initial: NamedView;
  onClose: () => void;
  onSubmit: (values: NamedView) => Promise<unknown>;
}

/** A view's name, and whether colleagues see it. */
export function ViewDialog({ title, action, initial, onClose, onSubmit }: ViewDialogProps) {
  const { t } = useTranslation();
  const form = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { name: initial.name, is_shared: initial.is_shared },
  });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    try {
      await onSubmit(values);
      onClose();
    } catch (error) {
      showServerError(error, form.setError, { already_exists: "name" }, t);
    }
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={t("savedViews.intro")}
      closeLabel={t("common.close")}
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
        <Field
          label={t("savedViews.name")}
          error={fieldMessage(errors.name, t("validation.required"))}
        >
          {(control) => (
            <Input
              {...control}
              {...form.register("name")}
              autoComplete="off"
              autoFocus
              maxLength={60}
            />
          )}
        </Field>
        <Controller
          control={form.control}
          name="is_shared"
          render={({ field }) => (
            <CheckboxField
              label={t("savedViews.share")}
              hint={t("savedViews.shareHint")}
              checked={field.value}
              onCheckedChange={field.onChange}
            />
          )}
        />
        <div className="mt-1 flex justify-end gap-2">
          <Button variant="ghost" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" variant="primary" pending={isSubmitting}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

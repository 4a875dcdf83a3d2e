import { type RoleUpdate, roleUpdateSchema } from "@flowdesk/types/members";
import { zodResolver } from "@hookform/resolvers/zod";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Input } from "#/components/ui/input.tsx";
import { fieldMessage, showServerError } from "#/lib/form-errors.ts";

interface RoleNameFormProps {
  name: string;
  action: string;
  /** A rejection is shown in the form. */
  onSubmit: (name: string) => Promise<void>;
  onCancel: () => void;
  /** What else is asked. */
  children?: ReactNode;
}

/** What a role is called. */
export function RoleNameForm({ name, action, onSubmit, onCancel, children }: RoleNameFormProps) {
  const { t } = useTranslation();
  const form = useForm<RoleUpdate>({
    resolver: zodResolver(roleUpdateSchema),
    defaultValues: { name },
  });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      await onSubmit(values.name);
    } catch (error) {
      showServerError(error, form.setError, { already_exists: "name" }, t);
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
      <Field
        label={t("roles.name")}
        error={fieldMessage(errors.name, t("validation.name", { maximum: 60 }))}
      >
        {(control) => (
          <Input {...control} {...form.register("name")} autoComplete="off" autoFocus />
        )}
      </Field>
      {children}
      <div className="mt-1 flex justify-end gap-2">
        <Button variant="ghost" onClick={onCancel}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" variant="primary" pending={isSubmitting}>
          {action}
        </Button>
      </div>
    </form>
  );
}

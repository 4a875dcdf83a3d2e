import { type NewPassword, newPasswordSchema } from "@flowdesk/types/accounts";
import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { Field } from "#/components/ui/field.tsx";
import { PasswordInput } from "#/components/ui/password-input.tsx";
import { Section } from "#/components/ui/section.tsx";
import { fieldMessage, showServerError } from "#/lib/form-errors.ts";
import { useChangePassword } from "../mutations.ts";

/** Another password. */
export function PasswordSection({ email }: { email: string }) {
  const { t } = useTranslation();
  const change = useChangePassword();
  const form = useForm<NewPassword>({
    resolver: zodResolver(newPasswordSchema),
    defaultValues: { password: "" },
  });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      await change.mutateAsync(values);
      form.reset();
      toast.success(t("account.passwordChanged"));
    } catch (error) {
      const fields = { weak_password: "password", same_password: "password" } as const;
      showServerError(error, form.setError, fields, t);
    }
  });

  return (
    <Section title={t("auth.password")} text={t("account.passwordText")}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
        {/* Password managers file the new password under this. */}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <Field
          label={t("auth.newPassword")}
          hint={t("auth.passwordHint")}
          error={fieldMessage(errors.password, t("validation.passwordLength"))}
        >
          {(control) => (
            <PasswordInput
              {...control}
              {...form.register("password")}
              autoComplete="new-password"
              showLabel={t("auth.showPassword")}
              hideLabel={t("auth.hidePassword")}
            />
          )}
        </Field>
        <div>
          <Button type="submit" pending={change.isPending}>
            {t("account.changePassword")}
          </Button>
        </div>
      </form>
    </Section>
  );
}

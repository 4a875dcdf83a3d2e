import { type NewPassword, newPasswordSchema } from "@flowdesk/types/accounts";
import { zodResolver } from "@hookform/resolvers/zod";
import { Link } from "@tanstack/react-router";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { Field } from "#/components/ui/field.tsx";
import { PasswordInput } from "#/components/ui/password-input.tsx";
import { fieldMessage, showServerError } from "#/lib/form-errors.ts";
import { paths } from "#/lib/paths.ts";
import { AuthLayout, linkLook } from "./components/auth-layout.tsx";
import { useSetPassword } from "./mail-links.ts";

/** A new password for whoever came through the link of a mail. */
export function ResetPasswordPage({ email, onDone }: { email: string; onDone: () => void }) {
  const { t } = useTranslation();
  const setPassword = useSetPassword();
  const form = useForm<NewPassword>({
    resolver: zodResolver(newPasswordSchema),
    defaultValues: { password: "" },
  });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      await setPassword.mutateAsync(values);
      onDone();
    } catch (error) {
      const fields = { weak_password: "password", same_password: "password" } as const;
      showServerError(error, form.setError, fields, t);
    }
  });

  return (
    <AuthLayout
      title={t("auth.resetTitle")}
      intro={t("auth.resetIntro", { email })}
      footer={
        <Link {...paths.home()} className={linkLook}>
          {t("auth.keepPassword")}
        </Link>
      }
    >
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
              autoFocus
            />
          )}
        </Field>
        <Button type="submit" variant="primary" pending={setPassword.isPending} className="mt-1">
          {t("auth.setPassword")}
        </Button>
      </form>
    </AuthLayout>
  );
}

import type { SignIn } from "@flowdesk/types/accounts";
import { Link } from "@tanstack/react-router";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { EmailField } from "#/components/ui/email-field.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Input } from "#/components/ui/input.tsx";
import { fieldMessage, showServerError } from "#/lib/form-errors.ts";
import { hostOfPage } from "#/lib/hostname.ts";
import { paths } from "#/lib/paths.ts";
import { AuthLayout, linkLook } from "./components/auth-layout.tsx";
import { useSignIn } from "./mutations.ts";

/** E-mail and password. The guard leads on once there is a session. */
export function SignInPage({ next }: { next: string | undefined }) {
  const { t } = useTranslation();
  const signIn = useSignIn();
  const form = useForm<SignIn>({
    resolver: async (...input) => (await import("./sign-in-resolver.ts")).signInResolver(...input),
    defaultValues: { email: "", password: "" },
  });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      await signIn.mutateAsync(values);
    } catch (error) {
      showServerError(error, form.setError, {}, t);
    }
  });

  return (
    <AuthLayout
      title={hostOfPage() ? t("auth.signIn") : t("auth.signInTitle")}
      footer={
        <>
          <Link {...paths.forgotPassword()} className={linkLook}>
            {t("auth.forgotPassword")}
          </Link>
          <span className="mt-2 block">
            {t("auth.noAccount")}{" "}
            <Link {...paths.signUp(next)} className={linkLook}>
              {t("auth.signUp")}
            </Link>
          </span>
        </>
      }
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
        <EmailField
          registration={form.register("email")}
          error={errors.email}
          autoComplete="username"
          autoFocus
        />
        <Field
          label={t("auth.password")}
          error={fieldMessage(errors.password, t("validation.required"))}
        >
          {(control) => (
            <Input
              {...control}
              {...form.register("password")}
              type="password"
              autoComplete="current-password"
            />
          )}
        </Field>
        <Button type="submit" variant="primary" pending={signIn.isPending} className="mt-1">
          {t("auth.signIn")}
        </Button>
        <Button asChild>
          <Link {...paths.signInLink(next)}>{t("auth.useLink")}</Link>
        </Button>
      </form>
    </AuthLayout>
  );
}

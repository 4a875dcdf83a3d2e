import { type SignUp, signUpSchema } from "@flowdesk/types/accounts";
import { zodResolver } from "@hookform/resolvers/zod";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { EmailField } from "#/components/ui/email-field.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Input } from "#/components/ui/input.tsx";
import { fieldMessage, showServerError } from "#/lib/form-errors.ts";
import { isInvitation, paths } from "#/lib/paths.ts";
import { AuthLayout, linkLook } from "./components/auth-layout.tsx";
import { useSignUp } from "./mutations.ts";

// Everybody starts with an organization, but for whoever was invited to one.
const founderSchema = signUpSchema.required({ organization_name: true });

/** Name, address, password and, unless one was invited, the name of one's organization. */
export function SignUpPage({ next }: { next: string | undefined }) {
  const { t } = useTranslation();
  const [confirming, setConfirming] = useState<string>();

  if (confirming) {
    return (
      <AuthLayout
        title={t("auth.checkInbox")}
        intro={t("auth.checkInboxText", { email: confirming })}
      >
        <Link {...paths.signIn(next)} className={linkLook}>
          {t("auth.signIn")}
        </Link>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout
      title={t("auth.signUpTitle")}
      intro={isInvitation(next) ? t("auth.signUpInvited") : t("auth.signUpIntro")}
      footer={
        <>
          {t("auth.haveAccount")}{" "}
          <Link {...paths.signIn(next)} className={linkLook}>
            {t("auth.signIn")}
          </Link>
        </>
      }
    >
      <SignUpForm next={next} onNeedsConfirmation={setConfirming} />
    </AuthLayout>
  );
}

interface SignUpFormProps {
  next: string | undefined;
  onNeedsConfirmation: (email: string) => void;
}

function SignUpForm({ next, onNeedsConfirmation }: SignUpFormProps) {
  const { t } = useTranslation();
  const signUp = useSignUp(next);
  const isFounder = !isInvitation(next);
  const form = useForm<SignUp>({
    resolver: zodResolver(isFounder ? founderSchema : signUpSchema),
    defaultValues: {
      display_name: "",
      email: "",
      password: "",
      ...(isFounder && { organization_name: "" }),
    },
  });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      const { needsConfirmation } = await signUp.mutateAsync(values);
      if (needsConfirmation) onNeedsConfirmation(values.email);
    } catch (error) {
      const fields = { user_already_exists: "email", weak_password: "password" } as const;
      showServerError(error, form.setError, fields, t);
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
      <Field
        label={t("auth.displayName")}
        error={fieldMessage(errors.display_name, t("validation.required"))}
      >
        {(control) => (
          <Input {...control} {...form.register("display_name")} autoComplete="name" autoFocus />
        )}
      </Field>
      <EmailField
        registration={form.register("email")}
        error={errors.email}
        autoComplete="username"
      />
      <Field
        label={t("auth.password")}
        hint={t("auth.passwordHint")}
        error={fieldMessage(errors.password, t("validation.passwordLength"))}
      >
        {(control) => (
          <Input
            {...control}
            {...form.register("password")}
            type="password"
            autoComplete="new-password"
          />
        )}
      </Field>
      {isFounder && (
        <Field
          label={t("auth.organizationName")}
          hint={t("auth.organizationNameHint")}
          error={fieldMessage(errors.organization_name, t("validation.required"))}
        >
          {(control) => (
            <Input
              {...control}
              {...form.register("organization_name")}
              autoComplete="organization"
            />
          )}
        </Field>
      )}
      <Button type="submit" variant="primary" pending={signUp.isPending} className="mt-1">
        {t("auth.signUp")}
      </Button>
    </form>
  );
}

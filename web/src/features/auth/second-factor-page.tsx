import { type OneTimeCode, oneTimeCodeSchema } from "@flowdesk/types/accounts";
import { zodResolver } from "@hookform/resolvers/zod";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { CodeInput } from "#/components/ui/code-input.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Select } from "#/components/ui/select.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { fieldMessage, showServerError } from "#/lib/form-errors.ts";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { AuthLayout } from "./components/auth-layout.tsx";
import { secondFactorQueries, useShowSecondFactor } from "./second-factor.ts";

interface SecondFactorPageProps {
  onDone: () => void;
  onSignOut: () => void;
}

/** The second step of signing in: the code that the authenticator shows now. */
export function SecondFactorPage({ onDone, onSignOut }: SecondFactorPageProps) {
  const { t } = useTranslation();
  const factors = useQuery(secondFactorQueries.verified());
  return (
    <AuthLayout
      title={t("auth.secondFactorTitle")}
      intro={t("auth.secondFactorIntro")}
      footer={t("auth.secondFactorLost")}
    >
      {factors.isPending ? (
        <Loading label={t("common.loading")}>
          <Skeleton className="h-10 w-full" />
        </Loading>
      ) : factors.isError ? (
        <RegionFailed error={factors.error} onRetry={() => void factors.refetch()} />
      ) : (
        <CodeForm factors={factors.data} onDone={onDone} onSignOut={onSignOut} />
      )}
    </AuthLayout>
  );
}

interface CodeFormProps extends SecondFactorPageProps {
  factors: readonly { id: string; name: string }[];
}

function CodeForm({ factors, onDone, onSignOut }: CodeFormProps) {
  const { t } = useTranslation();
  const show = useShowSecondFactor();
  const [chosen, setChosen] = useState(factors[0]?.id ?? "");
  const form = useForm<OneTimeCode>({
    resolver: zodResolver(oneTimeCodeSchema),
    defaultValues: { code: "" },
  });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async ({ code }) => {
    try {
      await show.mutateAsync({ factorId: chosen, code });
      onDone();
    } catch (error) {
      form.resetField("code");
      const fields = { mfa_verification_failed: "code", mfa_challenge_expired: "code" } as const;
      showServerError(error, form.setError, fields, t);
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
      {factors.length > 1 && (
        <Field label={t("auth.authenticator")}>
          {(control) => (
            <Select
              {...control}
              value={chosen}
              onValueChange={setChosen}
              options={factors.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
        </Field>
      )}
      <Field
        label={t("auth.oneTimeCode")}
        error={fieldMessage(errors.code, t("validation.oneTimeCode"))}
      >
        {(control) => <CodeInput {...control} {...form.register("code")} autoFocus />}
      </Field>
      <div className="mt-1 flex gap-2">
        <Button type="submit" variant="primary" pending={show.isPending} className="flex-1">
          {t("auth.continue")}
        </Button>
        <Button variant="ghost" onClick={onSignOut}>
          {t("auth.signOut")}
        </Button>
      </div>
    </form>
  );
}

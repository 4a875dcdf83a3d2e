import { type OrganizationCreate, organizationCreateSchema } from "@flowdesk/types/organizations";
import { zodResolver } from "@hookform/resolvers/zod";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Input } from "#/components/ui/input.tsx";
import { Wordmark } from "#/components/ui/wordmark.tsx";
import { fieldMessage, showServerError } from "#/lib/form-errors.ts";
import { useCreateOrganization } from "./mutations.ts";

interface NewOrganizationPageProps {
  onCreated: (organization: { slug: string }) => void;
  onSignOut: () => void;
  /** What else there is to do: invitations that wait. */
  children?: ReactNode;
}

/** For somebody without an organization, or who wants one more. Its name is all we ask. */
export function NewOrganizationPage({ onCreated, onSignOut, children }: NewOrganizationPageProps) {
  const { t } = useTranslation();
  const create = useCreateOrganization();
  const form = useForm<OrganizationCreate>({
    resolver: zodResolver(organizationCreateSchema),
    defaultValues: { name: "" },
  });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      onCreated(await create.mutateAsync(values));
    } catch (error) {
      showServerError(error, form.setError, { organization_name_invalid: "name" }, t);
    }
  });

  return (
    <main className="flex min-h-dvh flex-col items-center bg-app px-4 py-10 sm:pt-[14vh]">
      <div className="w-full max-w-[360px]">
        <Wordmark />
        <h1 className="mt-8 text-xl font-strong text-balance">{t("organization.createTitle")}</h1>
        <p className="mt-1 text-base text-pretty text-muted">{t("organization.createIntro")}</p>
        {children}
        <form onSubmit={submit} noValidate className="mt-6 flex flex-col gap-4">
          {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
          <Field
            label={t("organization.name")}
            error={fieldMessage(errors.name, t("validation.required"))}
          >
            {(control) => (
              <Input
                {...control}
                {...form.register("name")}
                autoComplete="organization"
                autoFocus
              />
            )}
          </Field>
          <div className="mt-1 flex gap-2">
            <Button type="submit" variant="primary" pending={create.isPending} className="flex-1">
              {t("organization.create")}
            </Button>
            <Button variant="ghost" onClick={onSignOut}>
              {t("auth.signOut")}
            </Button>
          </div>
        </form>
      </div>
    </main>
  );
}

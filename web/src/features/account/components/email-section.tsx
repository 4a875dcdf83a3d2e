import { type EmailOnly, emailOnlySchema } from "@flowdesk/types/accounts";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { Dialog } from "#/components/ui/dialog.tsx";
import { EmailField } from "#/components/ui/email-field.tsx";
import { Section } from "#/components/ui/section.tsx";
import { showServerError } from "#/lib/form-errors.ts";
import { useChangeEmail } from "../mutations.ts";

interface EmailSectionProps {
  email: string;
  newEmail: string | undefined;
}

/** The address one signs in with. */
export function EmailSection({ email, newEmail }: EmailSectionProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <Section
      title={t("auth.email")}
      text={<span className="break-all text-text">{email}</span>}
      actions={<Button onClick={() => setOpen(true)}>{t("account.changeEmail")}</Button>}
    >
      {newEmail && (
        <Callout meaning="running">{t("account.emailPending", { email: newEmail })}</Callout>
      )}
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title={t("account.changeEmail")}
        description={t("account.changeEmailText")}
        closeLabel={t("common.close")}
      >
        <EmailChangeForm onDone={() => setOpen(false)} />
      </Dialog>
    </Section>
  );
}

function EmailChangeForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const change = useChangeEmail();
  const form = useForm<EmailOnly>({
    resolver: zodResolver(emailOnlySchema),
    defaultValues: { email: "" },
  });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      const { needsConfirmation } = await change.mutateAsync(values);
      toast.success(
        needsConfirmation ? t("account.emailPending", values) : t("account.emailChanged", values),
      );
      onDone();
    } catch (error) {
      const fields = { email_exists: "email", email_address_invalid: "email" } as const;
      showServerError(error, form.setError, fields, t);
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
      <EmailField
        label={t("account.newEmail")}
        registration={form.register("email")}
        error={errors.email}
        autoComplete="email"
        autoFocus
      />
      <div className="mt-1 flex justify-end gap-2">
        <Button variant="ghost" onClick={onDone}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" variant="primary" pending={change.isPending}>
          {t("account.changeEmail")}
        </Button>
      </div>
    </form>
  );
}

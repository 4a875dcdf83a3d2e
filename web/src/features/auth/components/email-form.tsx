import { type EmailOnly, emailOnlySchema } from "@flowdesk/types/accounts";
import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { EmailField } from "#/components/ui/email-field.tsx";
import { showServerError } from "#/lib/form-errors.ts";

interface EmailFormProps {
  action: string;
  send: (values: EmailOnly) => Promise<unknown>;
  onSent: (email: string) => void;
}

/** Asks for an address that something is sent to. */
export function EmailForm({ action, send, onSent }: EmailFormProps) {
  const { t } = useTranslation();
  const form = useForm<EmailOnly>({
    resolver: zodResolver(emailOnlySchema),
    defaultValues: { email: "" },
  });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      await send(values);
      onSent(values.email);
    } catch (error) {
      showServerError(error, form.setError, { email_address_invalid: "email" }, t);
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
      <EmailField
        registration={form.register("email")}
        error={errors.email}
        autoComplete="username"
        autoFocus
      />
      <Button type="submit" variant="primary" pending={isSubmitting} className="mt-1">
        {action}
      </Button>
    </form>
  );
}

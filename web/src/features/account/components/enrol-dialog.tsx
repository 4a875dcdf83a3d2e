import { type OneTimeCode, oneTimeCodeSchema } from "@flowdesk/types/accounts";
import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { CodeInput } from "#/components/ui/code-input.tsx";
import { Dialog } from "#/components/ui/dialog.tsx";
import { Field } from "#/components/ui/field.tsx";
import { fieldMessage, showServerError } from "#/lib/form-errors.ts";
import { type Enrolment, useVerifyFactor } from "../factor-mutations.ts";

interface EnrolDialogProps {
  enrolment: Enrolment | undefined;
  onClose: () => void;
}

/** A picture to read with the authenticator, and the first code that it shows. */
export function EnrolDialog({ enrolment, onClose }: EnrolDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open={enrolment !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={t("account.enrolTitle")}
      description={t("account.enrolText")}
      closeLabel={t("common.close")}
    >
      {enrolment && <EnrolForm enrolment={enrolment} onDone={onClose} />}
    </Dialog>
  );
}

function EnrolForm({ enrolment, onDone }: { enrolment: Enrolment; onDone: () => void }) {
  const { t } = useTranslation();
  const verify = useVerifyFactor();
  const form = useForm<OneTimeCode>({
    resolver: zodResolver(oneTimeCodeSchema),
    defaultValues: { code: "" },
  });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async ({ code }) => {
    try {
      await verify.mutateAsync({ factorId: enrolment.id, code });
      toast.success(t("account.secondFactorReady"));
      onDone();
    } catch (error) {
      form.resetField("code");
      const fields = { mfa_verification_failed: "code", mfa_challenge_expired: "code" } as const;
      showServerError(error, form.setError, fields, t);
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-4">
        {/* White in both themes, or phones cannot read it. */}
        <img
          src={enrolment.qrCode}
          alt={t("account.qrCode")}
          width={160}
          height={160}
          className="size-40 rounded-control bg-[white] p-2"
        />
        <div className="min-w-0 flex-1 basis-40">
          <p className="text-sm text-muted">{t("account.secretText")}</p>
          <code className="mt-1 block font-mono text-sm break-all select-all">
            {enrolment.secret}
          </code>
        </div>
      </div>
      {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
      <Field
        label={t("auth.oneTimeCode")}
        error={fieldMessage(errors.code, t("validation.oneTimeCode"))}
      >
        {(control) => <CodeInput {...control} {...form.register("code")} autoFocus />}
      </Field>
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={onDone}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" variant="primary" pending={verify.isPending}>
          {t("account.turnOn")}
        </Button>
      </div>
    </form>
  );
}

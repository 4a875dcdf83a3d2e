import { MailCheck } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { AuthLayout } from "./auth-layout.tsx";

interface LinkSentProps {
  text: string;
  /** Back to the form, for another address or another try. */
  onAgain: () => void;
  footer?: ReactNode;
}

/** A mail is on its way. */
export function LinkSent({ text, onAgain, footer }: LinkSentProps) {
  const { t } = useTranslation();
  return (
    <AuthLayout title={t("auth.checkInbox")} footer={footer}>
      <div role="status" className="flex items-start gap-3">
        <MailCheck className="mt-0.5 size-4 text-success" aria-hidden />
        <div className="min-w-0 text-base">
          <p className="break-words">{text}</p>
          <p className="mt-2 text-sm text-muted">{t("auth.checkSpam")}</p>
        </div>
      </div>
      <Button onClick={onAgain} className="mt-6">
        {t("auth.tryOtherAddress")}
      </Button>
    </AuthLayout>
  );
}

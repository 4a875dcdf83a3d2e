import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "#/lib/paths.ts";
import { AuthLayout, linkLook } from "./components/auth-layout.tsx";
import { EmailForm } from "./components/email-form.tsx";
import { LinkSent } from "./components/link-sent.tsx";
import { useSendRecoveryLink } from "./mail-links.ts";

/** For whoever lost the password. Says the same for every address, or it would tell who has an account. */
export function ForgotPasswordPage() {
  const { t } = useTranslation();
  const [sentTo, setSentTo] = useState<string>();
  const { mutateAsync } = useSendRecoveryLink();
  const back = (
    <Link {...paths.signIn()} className={linkLook}>
      {t("auth.backToSignIn")}
    </Link>
  );

  if (sentTo) {
    return (
      <LinkSent
        text={t("auth.recoverySent", { email: sentTo })}
        onAgain={() => setSentTo(undefined)}
        footer={back}
      />
    );
  }
  return (
    <AuthLayout title={t("auth.forgotTitle")} intro={t("auth.forgotIntro")} footer={back}>
      <EmailForm action={t("auth.sendRecovery")} send={mutateAsync} onSent={setSentTo} />
    </AuthLayout>
  );
}

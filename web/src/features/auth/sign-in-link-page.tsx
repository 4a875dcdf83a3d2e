import type { EmailOnly } from "@flowdesk/types/accounts";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asAppError } from "#/lib/app-error.ts";
import { paths } from "#/lib/paths.ts";
import { AuthLayout, linkLook } from "./components/auth-layout.tsx";
import { EmailForm } from "./components/email-form.tsx";
import { LinkSent } from "./components/link-sent.tsx";
import { useSendSignInLink } from "./mail-links.ts";

/** Signing in without a password, by a link in a mail. */
export function SignInLinkPage({ next }: { next: string | undefined }) {
  const { t } = useTranslation();
  const [sentTo, setSentTo] = useState<string>();
  const { mutateAsync } = useSendSignInLink(next);
  const back = (
    <Link {...paths.signIn(next)} className={linkLook}>
      {t("auth.usePassword")}
    </Link>
  );

  const send = async (values: EmailOnly) => {
    try {
      await mutateAsync(values);
    } catch (error) {
      // Auth's word for "there is no such account", which is nobody's business.
      if (asAppError(error).code !== "otp_disabled") throw error;
    }
  };

  if (sentTo) {
    return (
      <LinkSent
        text={t("auth.linkSent", { email: sentTo })}
        onAgain={() => setSentTo(undefined)}
        footer={back}
      />
    );
  }
  return (
    <AuthLayout title={t("auth.linkTitle")} intro={t("auth.linkIntro")} footer={back}>
      <EmailForm action={t("auth.sendLink")} send={send} onSent={setSentTo} />
    </AuthLayout>
  );
}

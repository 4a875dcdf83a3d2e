import { useTranslation } from "react-i18next";
import { SettingsColumn } from "#/components/ui/section.tsx";
import { useDocumentTitle } from "#/lib/use-document-title.ts";
import { PasswordSection } from "./components/password-section.tsx";
import { SecondFactorSection } from "./components/second-factor-section.tsx";
import { SessionsSection } from "./components/sessions-section.tsx";

/** Password, second factor and where one is signed in. */
export function SecurityPage({ email }: { email: string }) {
  const { t } = useTranslation();
  useDocumentTitle(t("account.security"));
  return (
    <SettingsColumn>
      <PasswordSection email={email} />
      <SecondFactorSection />
      <SessionsSection />
    </SettingsColumn>
  );
}

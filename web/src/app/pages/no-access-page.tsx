import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { ClosedDrawing } from "#/components/ui/drawings.tsx";
import { paths } from "#/lib/paths.ts";
import { signOut } from "#/lib/session.ts";
import { PageMessage } from "./page-message.tsx";

/** An organization that is not there or not the person's; which of the two is nobody's business. */
export function NoAccessPage() {
  const { t } = useTranslation();
  const { slug = "" } = useParams({ strict: false });
  return (
    <PageMessage
      drawing={<ClosedDrawing />}
      title={t("pages.noAccessTitle")}
      text={t("pages.noAccessText", { slug })}
    >
      <Button asChild variant="primary">
        <Link {...paths.home()}>{t("common.goHome")}</Link>
      </Button>
      <Button onClick={() => void signOut()}>{t("pages.signInAsOther")}</Button>
    </PageMessage>
  );
}

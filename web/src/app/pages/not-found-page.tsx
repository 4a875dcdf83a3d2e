import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { NothingDrawing } from "#/components/ui/drawings.tsx";
import { paths } from "#/lib/paths.ts";
import { PageMessage } from "./page-message.tsx";

/** An address that no page has. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <PageMessage
      drawing={<NothingDrawing />}
      title={t("pages.notFoundTitle")}
      text={t("pages.notFoundText")}
    >
      <Button asChild>
        <Link {...paths.home()}>{t("common.goHome")}</Link>
      </Button>
    </PageMessage>
  );
}

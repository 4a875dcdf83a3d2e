import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { NothingDrawing } from "#/components/ui/drawings.tsx";
import { PageMessage } from "./page-message.tsx";

/** A hostname that points here and belongs to no organization, or to one that has not proven it yet. */
export function UnknownHostnamePage({ hostname }: { hostname: string }) {
  const { t } = useTranslation();
  return (
    <PageMessage
      drawing={<NothingDrawing />}
      title={t("pages.hostnameTitle")}
      text={t("pages.hostnameText", { hostname })}
    >
      <Button onClick={() => window.location.reload()}>{t("common.retry")}</Button>
    </PageMessage>
  );
}

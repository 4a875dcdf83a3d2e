import { useTranslation } from "react-i18next";
import { BrokenDrawing } from "#/components/ui/drawings.tsx";
import { PageMessage } from "./page-message.tsx";

/** The page was served without its configuration; there is nothing to try again. */
export function ConfigMissingPage() {
  const { t } = useTranslation();
  return (
    <PageMessage
      drawing={<BrokenDrawing />}
      title={t("pages.configTitle")}
      text={t("pages.configText")}
    />
  );
}

import { useTranslation } from "react-i18next";
import { Button } from "./button.tsx";
import { NothingDrawing } from "./drawings.tsx";
import { EmptyState } from "./empty-state.tsx";

/** In the place of a list of which a filter has left nothing. */
export function NothingFits({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      drawing={<NothingDrawing />}
      title={t("ui.nothingFitsTitle")}
      action={<Button onClick={onClear}>{t("ui.clearFilter")}</Button>}
    >
      {t("ui.nothingFitsText")}
    </EmptyState>
  );
}

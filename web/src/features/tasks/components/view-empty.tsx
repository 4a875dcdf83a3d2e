import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { BoardDrawing, NothingDrawing } from "#/components/ui/drawings.tsx";
import { EmptyState } from "#/components/ui/empty-state.tsx";
import { Kbd } from "#/components/ui/kbd.tsx";
import { shortcuts } from "#/lib/shortcuts/shortcut-list.ts";
import { runShortcut } from "#/lib/shortcuts/use-shortcut.ts";
import type { TaskScope } from "../filters/conditions.ts";

interface ViewEmptyProps {
  scope: TaskScope;
  /** Present where a filter keeps tasks away. */
  onClear: (() => void) | undefined;
  canCreate: boolean;
}

/** No tasks: because of the filter, or because there are none yet. */
export function ViewEmpty({ scope, onClear, canCreate }: ViewEmptyProps) {
  const { t } = useTranslation();
  if (onClear) {
    return (
      <EmptyState
        drawing={<NothingDrawing />}
        title={t("views.emptyFilteredTitle")}
        action={<Button onClick={onClear}>{t("filters.clear")}</Button>}
      >
        {t("views.emptyFilteredText")}
      </EmptyState>
    );
  }
  if (scope.kind === "mine") {
    return (
      <EmptyState drawing={<NothingDrawing />} title={t(`myWork.empty.${scope.as}`)}>
        {t(`myWork.emptyText.${scope.as}`)}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      drawing={<BoardDrawing />}
      title={t("views.emptyTitle")}
      action={
        canCreate && (
          <Button variant="primary" onClick={() => runShortcut("create")}>
            {t("tasks.create")}
            <Kbd keys={shortcuts.create.keys} />
          </Button>
        )
      }
    >
      {t("views.emptyText")}
    </EmptyState>
  );
}

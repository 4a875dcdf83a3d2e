import { useTranslation } from "react-i18next";
import { Toaster } from "#/components/ui/toaster.tsx";
import { TooltipProvider } from "#/components/ui/tooltip.tsx";
import { Wordmark } from "#/components/ui/wordmark.tsx";
import { useDocumentTitle } from "#/lib/use-document-title.ts";
import { ActionsGallery } from "./gallery-actions.tsx";
import { DataGallery } from "./gallery-data.tsx";
import { FieldsGallery } from "./gallery-fields.tsx";
import { ListsGallery } from "./gallery-lists.tsx";
import { SpecialGallery } from "./gallery-special.tsx";
import { StatesGallery } from "./gallery-states.tsx";

/**
 * Every building block in both themes, side by side. For developers and the screenshots: it is not in the
 * production build, and its words are not translated.
 */
export function DevUiRoute() {
  const { t } = useTranslation();
  useDocumentTitle("Building blocks");
  return (
    <TooltipProvider>
      <main className="min-h-dvh bg-app">
        <header className="flex items-center gap-4 px-6 py-4">
          <Wordmark />
          <h1 className="text-lg text-muted">Building blocks</h1>
        </header>
        <div className="grid xl:grid-cols-2">
          <Gallery scheme="light" />
          <Gallery scheme="dark" />
        </div>
      </main>
      <Toaster closeLabel={t("common.close")} regionLabel={t("common.notifications")} />
    </TooltipProvider>
  );
}

function Gallery({ scheme }: { scheme: "light" | "dark" }) {
  return (
    <div
      style={{ colorScheme: scheme }}
      className="flex min-w-0 flex-col gap-8 bg-surface p-4 text-text sm:p-6"
    >
      <ActionsGallery />
      <FieldsGallery />
      <SpecialGallery />
      <StatesGallery />
      <ListsGallery scheme={scheme} />
      <DataGallery scheme={scheme} />
    </div>
  );
}

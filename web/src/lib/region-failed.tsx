import { CircleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { asAppError } from "./app-error.ts";
import { describeError } from "./form-errors.ts";

/** What shows where one part of a page failed, while the rest goes on. */
export function RegionFailed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const appError = asAppError(error);
  return (
    <div role="alert" className="flex flex-col items-start gap-2 p-2 text-sm">
      <p className="flex items-start gap-2">
        <CircleAlert className="mt-0.5 size-4 text-danger" aria-hidden />
        <span>
          {t("pages.brokenRegion")} <span className="text-muted">{describeError(appError, t)}</span>
        </span>
      </p>
      {appError.requestId && (
        <p className="font-mono text-xs break-all text-muted select-all">
          {t("common.requestId", { id: appError.requestId })}
        </p>
      )}
      <Button size="sm" onClick={onRetry}>
        {t("common.retry")}
      </Button>
    </div>
  );
}

import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { useTransition } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { BrokenDrawing } from "#/components/ui/drawings.tsx";
import { asAppError } from "#/lib/app-error.ts";
import { PageMessage } from "./page-message.tsx";

/** What shows in place of a page that failed. Trying again runs its loaders anew. */
export function BrokenPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const appError = asAppError(error);
  const isUnreachable = appError.code === "network";

  const retry = () =>
    startTransition(async () => {
      await router.invalidate();
      reset();
    });

  return (
    <PageMessage
      drawing={<BrokenDrawing />}
      title={isUnreachable ? t("pages.offlineTitle") : t("pages.brokenTitle")}
      text={isUnreachable ? t("pages.offlineText") : t("pages.brokenText")}
      requestId={appError.requestId}
    >
      <Button variant="primary" pending={isPending} onClick={retry}>
        {t("common.retry")}
      </Button>
      <Button onClick={() => window.location.reload()}>{t("pages.reload")}</Button>
    </PageMessage>
  );
}

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { ConfirmDialog } from "#/components/ui/confirm-dialog.tsx";
import { Section } from "#/components/ui/section.tsx";
import { announce } from "#/lib/announce.ts";
import { formatMoment } from "#/lib/format.ts";
import { currentLanguage } from "#/lib/i18n.ts";
import { signOutEverywhere, signOutOthers } from "#/lib/session.ts";

/** Where one is signed in, and the way to end it. */
export function SessionsSection({ lastSignIn }: { lastSignIn: string | undefined }) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const others = useMutation({ mutationFn: signOutOthers });
  const everywhere = useMutation({ mutationFn: signOutEverywhere });

  return (
    <Section
      title={t("account.sessions")}
      text={
        <>
          {t("account.sessionsText")}
          {lastSignIn && (
            <span className="mt-1 block">
              {t("account.lastSignIn", { when: formatMoment(lastSignIn, currentLanguage()) })}
            </span>
          )}
        </>
      }
    >
      <div className="flex flex-wrap gap-2">
        <Button
          pending={others.isPending}
          onClick={() => void announce(others.mutateAsync(), t, t("account.othersSignedOut"))}
        >
          {t("account.signOutOthers")}
        </Button>
        <Button variant="ghost" onClick={() => setAsking(true)}>
          {t("account.signOutEverywhere")}
        </Button>
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("account.signOutEverywhereTitle")}
        action={t("account.signOutEverywhere")}
        cancelLabel={t("common.cancel")}
        pending={everywhere.isPending}
        onConfirm={() => void announce(everywhere.mutateAsync(), t)}
      >
        <p>{t("account.signOutEverywhereText")}</p>
      </ConfirmDialog>
    </Section>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { ConfirmDialog } from "#/components/ui/confirm-dialog.tsx";
import { Section } from "#/components/ui/section.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { announce } from "#/lib/announce.ts";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { accountQueries } from "../queries.ts";
import { useSignOutEverywhere, useSignOutOthers } from "../session-mutations.ts";
import { SessionRow } from "./session-row.tsx";

// Who has more than these open looks for the newest ones first.
const shownAtFirst = 5;

/** Where one is signed in, and the ways to end it: one session, all the others, all of them. */
export function SessionsSection() {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const [isWhole, setWhole] = useState(false);
  const sessions = useQuery(accountQueries.sessions());
  const others = useSignOutOthers();
  const everywhere = useSignOutEverywhere();
  const shown = isWhole ? sessions.data : sessions.data?.slice(0, shownAtFirst);
  const isElsewhere = sessions.data?.some(({ isCurrent }) => !isCurrent) ?? true;

  return (
    <Section title={t("account.sessions")} text={t("account.sessionsText")}>
      {sessions.isPending ? (
        <Loading label={t("common.loading")}>
          <Skeleton className="h-14 w-full" />
        </Loading>
      ) : sessions.isError ? (
        <RegionFailed error={sessions.error} onRetry={() => void sessions.refetch()} />
      ) : (
        <ul className="rounded-panel border border-hairline">
          {shown?.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </ul>
      )}
      {sessions.data && sessions.data.length > shownAtFirst && !isWhole && (
        <Button variant="ghost" size="sm" className="mt-2" onClick={() => setWhole(true)}>
          {t("account.showAllSessions", { count: sessions.data.length })}
        </Button>
      )}
      <div className="mt-4 flex flex-wrap gap-2">
        {isElsewhere && (
          <Button
            pending={others.isPending}
            onClick={() => void announce(others.mutateAsync(), t, t("account.othersSignedOut"))}
          >
            {t("account.signOutOthers")}
          </Button>
        )}
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

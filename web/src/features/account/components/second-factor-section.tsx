import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "#/components/ui/badge.tsx";
import { Button } from "#/components/ui/button.tsx";
import { ConfirmDialog } from "#/components/ui/confirm-dialog.tsx";
import { Section } from "#/components/ui/section.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { announce } from "#/lib/announce.ts";
import { formatAgo } from "#/lib/format.ts";
import { currentLanguage } from "#/lib/i18n.ts";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { useEnrolFactor, useRemoveFactor } from "../factor-mutations.ts";
import { accountQueries, type Factor } from "../queries.ts";
import { EnrolDialog } from "./enrol-dialog.tsx";

/** The authenticators of the person; adding one begins with a picture for the phone to read. */
export function SecondFactorSection() {
  const { t } = useTranslation();
  const factors = useQuery(accountQueries.factors());
  const enrol = useEnrolFactor();
  const verified = factors.data?.filter(({ isVerified }) => isVerified) ?? [];
  const isOn = verified.length > 0;

  return (
    <>
      <Section
        title={t("account.secondFactor")}
        text={isOn ? t("account.secondFactorOn") : t("account.secondFactorOff")}
        actions={
          <Button
            variant={isOn ? "secondary" : "primary"}
            pending={enrol.isPending}
            disabled={!factors.isSuccess}
            onClick={() => void announce(enrol.mutateAsync(t("account.authenticator")), t)}
          >
            <Plus aria-hidden />
            {isOn ? t("account.addSpare") : t("account.setUp")}
          </Button>
        }
      >
        {factors.isPending ? (
          <Loading label={t("common.loading")}>
            <Skeleton className="h-row w-full" />
          </Loading>
        ) : factors.isError ? (
          <RegionFailed error={factors.error} onRetry={() => void factors.refetch()} />
        ) : (
          isOn && (
            <ul className="rounded-panel border border-hairline">
              {verified.map((factor) => (
                <FactorRow key={factor.id} factor={factor} isLast={verified.length === 1} />
              ))}
            </ul>
          )
        )}
      </Section>
      <EnrolDialog enrolment={enrol.data} onClose={enrol.reset} />
    </>
  );
}

function FactorRow({ factor, isLast }: { factor: Factor; isLast: boolean }) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const remove = useRemoveFactor();
  const added = t("account.added", { when: formatAgo(factor.createdAt, currentLanguage()) });
  return (
    <li className="flex min-h-11 items-center gap-3 border-b border-hairline px-3 py-2 last:border-b-0">
      <KeyRound className="size-4 text-muted" aria-hidden />
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2">
          <span className="truncate">{factor.name}</span>
          <Badge meaning="success">{t("account.active")}</Badge>
        </span>
        <span className="text-xs text-muted">{added}</span>
      </span>
      <Button variant="ghost" size="sm" onClick={() => setAsking(true)}>
        {t("account.remove")}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("account.removeFactorTitle", { name: factor.name })}
        action={t("account.removeFactor")}
        cancelLabel={t("common.cancel")}
        pending={remove.isPending}
        onConfirm={async () => {
          const removal = remove.mutateAsync(factor.id);
          await announce(removal, t, t("account.factorRemoved", { name: factor.name }));
          setAsking(false);
        }}
      >
        <p>{isLast ? t("account.removeLastFactorText") : t("account.removeFactorText")}</p>
      </ConfirmDialog>
    </li>
  );
}

import { Laptop, Smartphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Badge } from "#/components/ui/badge.tsx";
import { Button } from "#/components/ui/button.tsx";
import { announce } from "#/lib/announce.ts";
import { formatAgo, formatMoment } from "#/lib/format.ts";
import { deviceOf } from "../device.ts";
import type { SignedInSession } from "../queries.ts";
import { useEndSession } from "../session-mutations.ts";

/** One place where the person is signed in: on what, from where, since when. */
export function SessionRow({ session }: { session: SignedInSession }) {
  const { t, i18n } = useTranslation();
  const end = useEndSession();
  const { browser, system, isHandheld } = deviceOf(session.userAgent);
  const device =
    browser && system
      ? t("account.deviceOn", { browser, system })
      : (browser ?? system ?? t("account.unknownDevice"));
  const Icon = isHandheld ? Smartphone : Laptop;
  return (
    <li className="flex min-h-14 items-center gap-3 border-b border-hairline px-3 py-2 last:border-b-0">
      <Icon className="size-4 text-muted" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <span className="truncate" title={session.userAgent ?? undefined}>
            {device}
          </span>
          {session.isCurrent && <Badge meaning="success">{t("account.thisSession")}</Badge>}
        </p>
        <p className="flex flex-wrap gap-x-1.5 text-xs text-muted">
          {session.ip && (
            <>
              <span className="break-all tabular-nums">{session.ip}</span>
              <span aria-hidden>·</span>
            </>
          )}
          <time dateTime={session.createdAt} title={formatMoment(session.createdAt, i18n.language)}>
            {t("account.signedIn", { when: formatAgo(session.createdAt, i18n.language) })}
          </time>
          {!session.isCurrent && (
            <>
              <span aria-hidden>·</span>
              <time
                dateTime={session.lastUsedAt}
                title={formatMoment(session.lastUsedAt, i18n.language)}
              >
                {t("account.lastUsed", { when: formatAgo(session.lastUsedAt, i18n.language) })}
              </time>
            </>
          )}
        </p>
      </div>
      {!session.isCurrent && (
        <Button
          variant="ghost"
          size="sm"
          pending={end.isPending}
          aria-label={t("account.signOutSession", { device })}
          onClick={() =>
            void announce(end.mutateAsync(session.id), t, t("account.sessionEnded", { device }))
          }
        >
          {t("auth.signOut")}
        </Button>
      )}
    </li>
  );
}

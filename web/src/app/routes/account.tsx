import { Link, Outlet } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";
import { TabLinks, tabLinkLook } from "#/components/ui/tab-links.tsx";
import { Toaster } from "#/components/ui/toaster.tsx";
import { TooltipProvider } from "#/components/ui/tooltip.tsx";
import { paths } from "#/lib/paths.ts";
import { ConnectionBanner } from "../shell/connection-state.tsx";

/** The frame of the pages about the person, which belong to no organization. */
export function AccountRoute() {
  const { t } = useTranslation();
  return (
    <TooltipProvider>
      <div className="flex h-dvh flex-col bg-app">
        <ConnectionBanner />
        <div className="flex min-h-0 flex-1 flex-col bg-surface md:m-2 md:rounded-panel md:border md:border-hairline">
          <header className="flex min-h-13 shrink-0 items-center gap-3 px-4 py-2 md:px-6">
            <Link
              {...paths.home()}
              aria-label={t("account.back")}
              title={t("account.back")}
              className="flex size-control items-center justify-center rounded-control text-muted hover:bg-hover hover:text-text"
            >
              <ArrowLeft className="size-4" aria-hidden />
            </Link>
            <h1 className="text-lg font-strong">{t("account.title")}</h1>
          </header>
          <TabLinks label={t("account.title")}>
            <Link {...paths.profile()} className={tabLinkLook}>
              {t("account.profile")}
            </Link>
            <Link {...paths.security()} className={tabLinkLook}>
              {t("account.security")}
            </Link>
            <Link {...paths.receivedInvitations()} className={tabLinkLook}>
              {t("invitation.received")}
            </Link>
          </TabLinks>
          <main className="min-h-0 flex-1 overflow-y-auto">
            <Outlet />
          </main>
        </div>
      </div>
      <Toaster closeLabel={t("common.close")} regionLabel={t("common.notifications")} />
    </TooltipProvider>
  );
}

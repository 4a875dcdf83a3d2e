import { Link, Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PageHeader } from "#/components/ui/page-header.tsx";
import { TabLinks, tabLinkLook } from "#/components/ui/tab-links.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";

/** The frame of an organization's settings. Most may look at all of it; what one may change, each page says. */
export function SettingsRoute() {
  const { t } = useTranslation();
  const { slug, can } = useOrganization();
  return (
    <>
      <PageHeader title={t("settings.title")} />
      <TabLinks label={t("settings.title")}>
        <Link {...paths.generalSettings(slug)} className={tabLinkLook}>
          {t("settings.general")}
        </Link>
        <Link {...paths.roles(slug)} className={tabLinkLook}>
          {t("roles.title")}
        </Link>
        {can("tasks.read") && (
          <Link {...paths.labels(slug)} className={tabLinkLook}>
            {t("labels.title")}
          </Link>
        )}
        {can("rates.read") && (
          <Link {...paths.rates(slug)} className={tabLinkLook}>
            {t("rates.title")}
          </Link>
        )}
        <Link {...paths.plan(slug)} className={tabLinkLook}>
          {t("plan.title")}
        </Link>
        {can("domains.manage") && (
          <Link {...paths.domains(slug)} className={tabLinkLook}>
            {t("domains.title")}
          </Link>
        )}
      </TabLinks>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Outlet />
      </div>
    </>
  );
}

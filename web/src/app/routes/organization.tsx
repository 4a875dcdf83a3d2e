import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Outlet } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Toaster } from "#/components/ui/toaster.tsx";
import { TooltipProvider } from "#/components/ui/tooltip.tsx";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { OrganizationProvider } from "#/lib/organization.tsx";
import { lastOrganizationSlug } from "../last-organization.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";
import { Shell } from "../shell/shell.tsx";

const route = getRouteApi("/inside/o/$slug");

/** The frame of every page of one organization, with its live channel. */
export function OrganizationRoute() {
  const { t } = useTranslation();
  const { id, name, slug } = route.useLoaderData();
  const { data: permissions } = useQuery(organizationQueries.permissions(id));
  const organization = useMemo(() => {
    const held = new Set(permissions);
    return { id, name, slug, can: held.has.bind(held) };
  }, [id, name, slug, permissions]);

  useEffect(() => lastOrganizationSlug.set(slug), [slug]);
  useLiveTopic(id, organization.can("tasks.read") ? `org:${id}` : undefined);

  return (
    <OrganizationProvider organization={organization}>
      <TooltipProvider>
        <Shell>
          <Outlet />
        </Shell>
        <Toaster closeLabel={t("common.close")} regionLabel={t("common.notifications")} />
      </TooltipProvider>
    </OrganizationProvider>
  );
}

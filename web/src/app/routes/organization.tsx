import { topics } from "@flowdesk/types/topics";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Toaster } from "#/components/ui/toaster.tsx";
import { TooltipProvider } from "#/components/ui/tooltip.tsx";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { OrganizationProvider } from "#/lib/organization.tsx";
import { useRolePreview } from "#/lib/role-preview.ts";
import { useSession } from "#/lib/session.ts";
import { lastOrganizationSlug } from "../last-organization.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";
import { PermittedOutlet } from "../permitted-outlet.tsx";
import { PreviewBanner } from "../shell/preview-banner.tsx";
import { Shell } from "../shell/shell.tsx";
import { useCurrentOrganization } from "../use-current-organization.ts";

const route = getRouteApi("/inside/o/$slug");

/** The frame of every page of one organization, with its live channels. */
export function OrganizationRoute() {
  const { t } = useTranslation();
  const loaded = route.useLoaderData();
  const { id } = loaded;
  const { name, slug } = useCurrentOrganization(loaded);
  const session = useSession();
  const { data: permissions } = useQuery(organizationQueries.permissions(id));
  const preview = useRolePreview(id);
  const organization = useMemo(() => {
    const held = new Set(permissions?.filter((each) => preview?.permissions.has(each) ?? true));
    return { id, name, slug, can: held.has.bind(held) };
  }, [id, name, slug, permissions, preview]);

  useEffect(() => lastOrganizationSlug.set(slug), [slug]);
  // Not `can`: a preview changes what is shown, not what one hears.
  useLiveTopic(id, permissions?.includes("tasks.read") ? topics.organization(id) : undefined);
  useLiveTopic(id, session ? topics.user(session.user.id) : undefined);

  return (
    <OrganizationProvider organization={organization}>
      <TooltipProvider>
        <div className="flex h-dvh flex-col">
          <PreviewBanner />
          <div className="min-h-0 flex-1">
            <Shell>
              <PermittedOutlet />
            </Shell>
          </div>
        </div>
        <Toaster closeLabel={t("common.close")} regionLabel={t("common.notifications")} />
      </TooltipProvider>
    </OrganizationProvider>
  );
}

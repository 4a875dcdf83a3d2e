import type { Permission } from "@flowdesk/types/permissions";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { ClosedDrawing } from "#/components/ui/drawings.tsx";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { currentLanguage } from "#/lib/i18n.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import { destinations } from "../shell/destinations.ts";
import { PageMessage } from "./page-message.tsx";

// Enough to know whom to ask.
const maxNames = 3;

/** A page of the organization that the person's role does not open: what is missing, whom to ask, where to go. */
export function NoPermissionPage({ permission }: { permission: Permission }) {
  const { t } = useTranslation();
  const { id, slug, can } = useOrganization();
  const { data: members = [] } = useQuery({
    ...organizationQueries.members(id),
    enabled: can("organization.read"),
  });
  const owners = members.filter(({ role }) => role === "owner").slice(0, maxNames);
  const names = new Intl.ListFormat(currentLanguage(), { type: "disjunction" }).format(
    owners.map(({ name }) => name),
  );
  const way = destinations.find((each) => each.permission === undefined || can(each.permission));
  const what = t(`permissions.${permission}`);

  return (
    <PageMessage
      drawing={<ClosedDrawing />}
      title={t("pages.noPermissionTitle")}
      text={[
        t("pages.noPermissionText", { what }),
        names ? t("pages.noPermissionAsk", { names }) : t("pages.noPermissionAskOwner"),
      ].join(" ")}
    >
      {way && (
        <Button asChild variant="primary">
          <Link {...way.link(slug)}>{t(way.label)}</Link>
        </Button>
      )}
      <Button asChild>
        <Link {...paths.profile()}>{t("account.title")}</Link>
      </Button>
    </PageMessage>
  );
}

import { useQuery } from "@tanstack/react-query";
import { Link, Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { tabLinkLook } from "#/components/ui/tab-links.tsx";
import { MembersLayout } from "#/features/members/members-layout.tsx";
import { peopleQueries } from "#/features/members/queries.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import { usageQuery } from "#/lib/usage.ts";

/** The two pages of people; who may neither invite nor manage sees the members alone. */
export function MembersRoute() {
  const { id, can } = useOrganization();
  const { data: usage } = useQuery(usageQuery(id));
  return (
    <MembersLayout
      room={usage && { limit: usage.max_members, used: usage.members }}
      tabs={(can("members.invite") || can("members.manage")) && <MembersTabs />}
    >
      <Outlet />
    </MembersLayout>
  );
}

function MembersTabs() {
  const { t } = useTranslation();
  const { id, slug } = useOrganization();
  const { data: members } = useQuery(peopleQueries.members(id));
  const { data: invitations } = useQuery(peopleQueries.invitations(id));
  return (
    <>
      <Link
        {...paths.members(slug)}
        activeOptions={{ exact: true, includeSearch: false }}
        className={tabLinkLook}
      >
        {t("members.title")}
        <Count of={members} />
      </Link>
      <Link
        {...paths.invitations(slug)}
        activeOptions={{ includeSearch: false }}
        className={tabLinkLook}
      >
        {t("members.invitations")}
        <Count of={invitations} />
      </Link>
    </>
  );
}

function Count({ of }: { of: readonly unknown[] | undefined }) {
  return of && <span className="text-xs tabular-nums text-muted">{of.length}</span>;
}

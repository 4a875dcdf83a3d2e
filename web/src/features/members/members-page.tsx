import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { NothingFits } from "#/components/ui/nothing-fits.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { ExportButton } from "./components/export-button.tsx";
import { MemberTable } from "./components/member-table.tsx";
import { everybody, PeopleFilterBar } from "./components/people-filter-bar.tsx";
import { PeopleState } from "./components/people-state.tsx";
import { filterMembers, type MemberFilter } from "./people-filter.ts";
import { peopleQueries } from "./queries.ts";

interface MembersPageProps {
  userId: string;
  filter: MemberFilter;
  onFilterChange: (change: Partial<Record<keyof MemberFilter, string | undefined>>) => void;
}

/** Who is in the organization, and with which role. */
export function MembersPage({ userId, filter, onFilterChange }: MembersPageProps) {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const members = useQuery(peopleQueries.members(id));
  const roles = useQuery(peopleQueries.roles(id));
  if (!members.data || !roles.data) return <PeopleState queries={[members, roles]} />;

  const shown = filterMembers(members.data, filter);
  const { order, direction } = filter;
  return (
    <>
      <PeopleFilterBar
        filter={filter}
        onChange={onFilterChange}
        searchLabel={t("members.search")}
        count={t("members.count", { count: shown.length })}
        roles={roles.data}
        statuses={[
          { value: "active", label: t("members.active") },
          { value: "suspended", label: t("members.suspended") },
        ]}
      >
        <ExportButton members={shown} roles={roles.data} />
      </PeopleFilterBar>
      {shown.length === 0 ? (
        <NothingFits onClear={() => onFilterChange(everybody)} />
      ) : (
        <MemberTable
          members={shown}
          roles={roles.data}
          userId={userId}
          sort={order && { id: order, desc: direction === "desc" }}
          onSortChange={(sort) =>
            onFilterChange({ order: sort?.id, direction: sort?.desc ? "desc" : undefined })
          }
        />
      )}
    </>
  );
}

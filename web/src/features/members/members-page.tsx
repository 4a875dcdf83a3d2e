import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { FilterBar, FilterSelect } from "#/components/ui/filter-bar.tsx";
import { NothingFits } from "#/components/ui/nothing-fits.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { MemberTable } from "./components/member-table.tsx";
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
  const { q, role, status, order, direction } = filter;
  const isNarrowed = q !== undefined || role !== undefined || status !== undefined;
  const clear = () => onFilterChange({ q: undefined, role: undefined, status: undefined });
  return (
    <>
      <FilterBar
        search={q ?? ""}
        onSearch={(words) => onFilterChange({ q: words })}
        searchLabel={t("members.search")}
        count={t("members.count", { count: shown.length })}
        onClear={isNarrowed ? clear : undefined}
      >
        <FilterSelect
          label={t("members.role")}
          allLabel={t("members.allRoles")}
          value={role}
          options={roles.data.map(({ key, name }) => ({ value: key, label: name }))}
          onValueChange={(value) => onFilterChange({ role: value })}
        />
        <FilterSelect
          label={t("members.status")}
          allLabel={t("members.allStatuses")}
          value={status}
          options={[
            { value: "active", label: t("members.active") },
            { value: "suspended", label: t("members.suspended") },
          ]}
          onValueChange={(value) => onFilterChange({ status: value })}
        />
      </FilterBar>
      {shown.length === 0 ? (
        <NothingFits onClear={clear} />
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

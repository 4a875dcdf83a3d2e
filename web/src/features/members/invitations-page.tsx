import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { NothingDrawing } from "#/components/ui/drawings.tsx";
import { EmptyState } from "#/components/ui/empty-state.tsx";
import { FilterBar, FilterSelect } from "#/components/ui/filter-bar.tsx";
import { NothingFits } from "#/components/ui/nothing-fits.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { InvitationTable } from "./components/invitation-table.tsx";
import { PeopleState } from "./components/people-state.tsx";
import { filterInvitations, type InvitationFilter } from "./people-filter.ts";
import { peopleQueries } from "./queries.ts";

interface InvitationsPageProps {
  filter: InvitationFilter;
  onFilterChange: (change: Partial<Record<keyof InvitationFilter, string | undefined>>) => void;
}

/** Who is asked in and has not answered. */
export function InvitationsPage({ filter, onFilterChange }: InvitationsPageProps) {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const invitations = useQuery(peopleQueries.invitations(id));
  const roles = useQuery(peopleQueries.roles(id));
  if (!invitations.data || !roles.data) return <PeopleState queries={[invitations, roles]} />;
  if (invitations.data.length === 0) {
    return (
      <EmptyState drawing={<NothingDrawing />} title={t("members.noInvitationsTitle")}>
        {t("members.noInvitationsText")}
      </EmptyState>
    );
  }

  const shown = filterInvitations(invitations.data, filter);
  const { q, role, status, order, direction } = filter;
  const isNarrowed = q !== undefined || role !== undefined || status !== undefined;
  const clear = () => onFilterChange({ q: undefined, role: undefined, status: undefined });
  return (
    <>
      <FilterBar
        search={q ?? ""}
        onSearch={(words) => onFilterChange({ q: words })}
        searchLabel={t("members.searchInvitations")}
        count={t("members.invitationCount", { count: shown.length })}
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
            { value: "open", label: t("members.open") },
            { value: "expired", label: t("members.expired") },
          ]}
          onValueChange={(value) => onFilterChange({ status: value })}
        />
      </FilterBar>
      {shown.length === 0 ? (
        <NothingFits onClear={clear} />
      ) : (
        <InvitationTable
          invitations={shown}
          roles={roles.data}
          sort={order && { id: order, desc: direction === "desc" }}
          onSortChange={(sort) =>
            onFilterChange({ order: sort?.id, direction: sort?.desc ? "desc" : undefined })
          }
        />
      )}
    </>
  );
}

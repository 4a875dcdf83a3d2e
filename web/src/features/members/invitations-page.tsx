import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { NothingDrawing } from "#/components/ui/drawings.tsx";
import { EmptyState } from "#/components/ui/empty-state.tsx";
import { NothingFits } from "#/components/ui/nothing-fits.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { InvitationTable } from "./components/invitation-table.tsx";
import { everybody, PeopleFilterBar } from "./components/people-filter-bar.tsx";
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
  const { order, direction } = filter;
  return (
    <>
      <PeopleFilterBar
        filter={filter}
        onChange={onFilterChange}
        searchLabel={t("members.searchInvitations")}
        count={t("members.invitationCount", { count: shown.length })}
        roles={roles.data}
        statuses={[
          { value: "open", label: t("members.open") },
          { value: "expired", label: t("members.expired") },
        ]}
      />
      {shown.length === 0 ? (
        <NothingFits onClear={() => onFilterChange(everybody)} />
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

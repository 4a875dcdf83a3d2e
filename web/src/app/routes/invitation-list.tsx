import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { InvitationsPage } from "#/features/members/invitations-page.tsx";
import { invitationFilterSchema } from "#/features/members/people-filter.ts";
import { readFilter } from "#/lib/read-filter.ts";

const route = getRouteApi("/inside/o/$slug/members/invitations");

export function InvitationListRoute() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter = useMemo(() => readFilter(invitationFilterSchema, search), [search]);
  return (
    <InvitationsPage
      filter={filter}
      onFilterChange={(change) =>
        void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
      }
    />
  );
}

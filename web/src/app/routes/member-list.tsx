import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { MembersPage } from "#/features/members/members-page.tsx";
import { memberFilterSchema } from "#/features/members/people-filter.ts";
import { readFilter } from "#/lib/read-filter.ts";
import { useSession } from "#/lib/session.ts";

const route = getRouteApi("/inside/o/$slug/members/");

export function MemberListRoute() {
  const session = useSession();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter = useMemo(() => readFilter(memberFilterSchema, search), [search]);
  return (
    <MembersPage
      userId={session?.user.id ?? ""}
      filter={filter}
      onFilterChange={(change) =>
        void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
      }
    />
  );
}

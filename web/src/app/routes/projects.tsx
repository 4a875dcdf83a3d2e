import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { projectFilterSchema } from "#/features/projects/project-filter.ts";
import { ProjectListPage } from "#/features/projects/project-list-page.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import { readFilter } from "#/lib/read-filter.ts";

const route = getRouteApi("/inside/o/$slug/projects");

export function ProjectsRoute() {
  const navigate = route.useNavigate();
  const search = route.useSearch();
  const { id, slug } = useOrganization();
  const { data: members = [] } = useQuery(organizationQueries.members(id));
  const filter = useMemo(() => readFilter(projectFilterSchema, search), [search]);
  return (
    <ProjectListPage
      members={members}
      filter={filter}
      onFilterChange={(change) =>
        void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
      }
      onOpen={({ key }) => void navigate(paths.board(slug, key))}
    />
  );
}

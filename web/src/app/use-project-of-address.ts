import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { type Project, projectQueries } from "#/features/projects/queries.ts";
import { useOrganization } from "#/lib/organization.tsx";

/** The project that the address names; undefined once it is gone, which the frame of the page says. */
export function useProjectOfAddress(): Project | undefined {
  const { key = "" } = useParams({ strict: false });
  const { id } = useOrganization();
  const { data } = useQuery(projectQueries.byKey(id, key));
  return data ?? undefined;
}

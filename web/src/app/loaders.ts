import type { QueryClient } from "@tanstack/react-query";
import { notFound } from "@tanstack/react-router";
import { type Organization, organizationQueries } from "#/features/organizations/queries.ts";
import { type Project, projectQueries } from "#/features/projects/queries.ts";

/** The organizations of whoever is signed in. */
export function loadOrganizations(queryClient: QueryClient): Promise<Organization[]> {
  return queryClient.ensureQueryData(organizationQueries.mine());
}

/** The organization of the address and what one may do in it; not found when it is not one's own. */
export async function loadOrganization(
  queryClient: QueryClient,
  slug: string,
): Promise<Organization> {
  const organization = await findOrganization(queryClient, slug);
  if (!organization) throw notFound();
  await queryClient.ensureQueryData(organizationQueries.permissions(organization.id));
  return organization;
}

/** The project of the address. Row-level security makes "is private" and "is not there" the same. */
export async function loadProject(
  queryClient: QueryClient,
  slug: string,
  key: string,
): Promise<Project | undefined> {
  const organization = await findOrganization(queryClient, slug);
  // The route above says so, and says it better.
  if (!organization) return undefined;
  const project = await queryClient.ensureQueryData(projectQueries.byKey(organization.id, key));
  if (!project) throw notFound();
  return project;
}

async function findOrganization(
  queryClient: QueryClient,
  slug: string,
): Promise<Organization | undefined> {
  const known = (await loadOrganizations(queryClient)).find((each) => each.slug === slug);
  if (known) return known;
  // Perhaps joined a moment ago, in another tab.
  const fresh = await queryClient.fetchQuery({ ...organizationQueries.mine(), staleTime: 1_000 });
  return fresh.find((each) => each.slug === slug);
}

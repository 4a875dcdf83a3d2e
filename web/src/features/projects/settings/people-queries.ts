import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { unlessChanged } from "#/lib/changed-meanwhile.ts";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";
import { projectQueries } from "../queries.ts";

// More people than this need a search of their own.
const maxPeople = 500;

export type ProjectPerson = Awaited<ReturnType<typeof fetchPeople>>[number];

/** Who is in a project, and who sees every private one anyway. */
export const projectPeopleQueries = {
  people: (org: string, projectId: string) =>
    queryOptions({
      queryKey: [...projectQueries.all(org), "people", projectId] as const,
      queryFn: ({ signal }) => fetchPeople(org, projectId, signal),
    }),
  /** Below "people", as a change of roles or memberships changes it. */
  readers: (org: string) =>
    queryOptions({
      queryKey: ["org", org, "people", "private-readers"] as const,
      queryFn: ({ signal }) => fetchPrivateReaders(org, signal),
    }),
};

/** Lets a member of the organization into the project. */
export function useAddPerson(org: string, projectId: string) {
  return usePeopleMutation(org, projectId, (userId) =>
    request(
      supabase
        .from("project_members")
        .insert({ organization_id: org, project_id: projectId, user_id: userId }),
    ),
  );
}

/** Takes a person out of the project. Their tasks and words stay. */
export function useRemovePerson(org: string, projectId: string) {
  return usePeopleMutation(org, projectId, async (userId) =>
    unlessChanged(
      await request(
        supabase
          .from("project_members")
          .delete()
          .eq("organization_id", org)
          .eq("project_id", projectId)
          .eq("user_id", userId)
          .select("user_id")
          .maybeSingle(),
      ),
    ),
  );
}

function usePeopleMutation(
  org: string,
  projectId: string,
  mutationFn: (userId: string) => Promise<unknown>,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () =>
      queryClient.invalidateQueries({
        queryKey: projectPeopleQueries.people(org, projectId).queryKey,
      }),
  });
}

/** In the order in which they came in. */
async function fetchPeople(org: string, projectId: string, signal: AbortSignal) {
  const rows = await request(
    supabase
      .from("project_members")
      .select("user_id, created_at, memberships(is_active, profiles(display_name, avatar_path))")
      .eq("organization_id", org)
      .eq("project_id", projectId)
      .order("created_at")
      .order("user_id")
      .limit(maxPeople)
      .abortSignal(signal),
  );
  return rows.map(({ user_id, memberships }) => ({
    id: user_id,
    name: memberships.profiles.display_name,
    avatarPath: memberships.profiles.avatar_path,
    isActive: memberships.is_active,
  }));
}

/** The active members whose role sees private projects without being in them. */
async function fetchPrivateReaders(org: string, signal: AbortSignal) {
  const rows = await request(
    supabase
      .from("memberships")
      .select(
        "user_id, profiles(display_name, avatar_path), roles!inner(name, role_permissions!inner(permission))",
      )
      .eq("organization_id", org)
      .eq("is_active", true)
      .eq("roles.role_permissions.permission", "projects.read_private")
      .order("joined_at")
      .order("user_id")
      .limit(maxPeople)
      .abortSignal(signal),
  );
  return rows.map(({ user_id, profiles, roles }) => ({
    id: user_id,
    name: profiles.display_name,
    avatarPath: profiles.avatar_path,
    role: roles.name,
  }));
}

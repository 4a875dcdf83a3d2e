import type { ProjectCreate, ProjectUpdate } from "@flowdesk/types/projects";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { unlessChanged } from "#/lib/changed-meanwhile.ts";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";
import { projectQueries } from "./queries.ts";

/** A project as it was seen by whoever changes it. */
export interface SeenProject {
  id: string;
  version: number;
}

/** Creates a project. Its four statuses come with it. */
export function useCreateProject(org: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (values: Omit<ProjectCreate, "organization_id">) =>
      request(
        supabase
          .from("projects")
          .insert({ ...values, organization_id: org })
          .select("id, key, name")
          .single(),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: projectQueries.all(org) }),
  });
}

/** Changes a project, unless somebody else did since it was read; archiving is a change like any other. */
export function useUpdateProject(org: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ project, changes }: { project: SeenProject; changes: ProjectUpdate }) =>
      unlessChanged(
        await request(
          supabase
            .from("projects")
            .update(changes)
            .eq("organization_id", org)
            .eq("id", project.id)
            .eq("version", project.version)
            .select("id, version")
            .maybeSingle(),
        ),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: projectQueries.all(org) }),
  });
}

/** Deletes a project for good, with everything in it. */
export function useDeleteProject(org: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (project: SeenProject) =>
      unlessChanged(
        await request(
          supabase
            .from("projects")
            .delete()
            .eq("organization_id", org)
            .eq("id", project.id)
            .select("id")
            .maybeSingle(),
        ),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: projectQueries.all(org) }),
  });
}

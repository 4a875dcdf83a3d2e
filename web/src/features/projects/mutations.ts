import type { ProjectCreate } from "@flowdesk/types/projects";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";
import { projectQueries } from "./queries.ts";

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

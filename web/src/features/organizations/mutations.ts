import type { OrganizationCreate } from "@flowdesk/types/organizations";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";
import { organizationQueries } from "./queries.ts";

/** Creates an organization, of which the person becomes the owner. */
export function useCreateOrganization() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (values: OrganizationCreate) =>
      request(supabase.rpc("create_organization", values).select("id, name, slug, is_active")),
    onSuccess: async (created) => {
      queryClient.setQueryData(organizationQueries.mine().queryKey, (known = []) => [
        ...known,
        created,
      ]);
    },
  });
}

import type { Permission } from "@flowdesk/types/permissions";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";
import { peopleQueries } from "./queries.ts";

/** Adds a role of the organization's own. */
export function useCreateRole(org: string) {
  return useRoleMutation(org, (values: { name: string; permissions: Permission[] }) =>
    request(supabase.rpc("create_role", { organization_id: org, ...values })),
  );
}

/** Calls a role something else, unless it changed since it was read. */
export function useRenameRole(org: string) {
  return useRoleMutation(org, (values: { role: string; name: string; version: number }) =>
    request(supabase.rpc("update_role", { organization_id: org, ...values })),
  );
}

export interface RoleChange {
  role: string;
  permissions: Permission[];
  version: number;
}

/** Says what roles hold from now on, one after the other; what was saved before a refusal stays. */
export function useSetPermissions(org: string) {
  return useRoleMutation(org, async (changes: readonly RoleChange[]) => {
    for (const change of changes) {
      await request(supabase.rpc("set_role_permissions", { organization_id: org, ...change }));
    }
  });
}

/** Removes a role; whoever has it gets the other one. */
export function useDeleteRole(org: string) {
  return useRoleMutation(org, (values: { role: string; reassign_to?: string }) =>
    request(supabase.rpc("delete_role", { organization_id: org, ...values })),
  );
}

function useRoleMutation<Values, Result>(
  org: string,
  mutationFn: (values: Values) => Promise<Result>,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: peopleQueries.all(org) });
      await queryClient.invalidateQueries({ queryKey: ["org", org, "permissions"] });
    },
  });
}

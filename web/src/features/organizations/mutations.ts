import type { OrganizationCreate, OrganizationUpdate } from "@flowdesk/types/organizations";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { AppError, asAppError } from "#/lib/app-error.ts";
import { unlessChanged } from "#/lib/changed-meanwhile.ts";
import { discardPicture, shrinkPicture, storePicture } from "#/lib/pictures.ts";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";
import {
  mineColumns,
  type OrganizationSettings,
  organizationQueries,
  settingsColumns,
} from "./queries.ts";

const logoSide = 512;

/** Creates an organization, of which the person becomes the owner. */
export function useCreateOrganization() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (values: OrganizationCreate) =>
      request(supabase.rpc("create_organization", values).select(mineColumns)),
    onSuccess: async (created) => {
      queryClient.setQueryData(organizationQueries.mine().queryKey, (known = []) => [
        ...known,
        created,
      ]);
    },
  });
}

/** Changes how an organization presents itself, unless it changed since it was read. */
export function useUpdateOrganization(settings: OrganizationSettings) {
  const refresh = useRefresh(settings.id);
  return useMutation({
    mutationFn: (values: OrganizationUpdate) => updateOrganization(settings, values),
    onSettled: refresh,
  });
}

/** Puts a new logo in the place of the former one; null leaves the initials. */
export function useChangeLogo(settings: OrganizationSettings) {
  const refresh = useRefresh(settings.id);
  return useMutation({
    mutationFn: async (file: Blob | null) => {
      const path =
        file &&
        (await storePicture("logos", settings.id, await shrinkPicture(file, { side: logoSide })));
      const changed = await updateOrganization(settings, { logo_path: path });
      await discardPicture("logos", settings.logo_path);
      return changed;
    },
    onSettled: refresh,
  });
}

/** Ends the person's own membership. */
export function useLeaveOrganization(org: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => request(supabase.rpc("leave_organization", { organization_id: org })),
    onSuccess: () =>
      queryClient.invalidateQueries({ queryKey: organizationQueries.mine().queryKey }),
  });
}

/** Makes another member the owner; the person becomes an admin. */
export function useTransferOwnership(org: string) {
  const refresh = useRefresh(org);
  return useMutation({
    mutationFn: (userId: string) =>
      request(supabase.rpc("transfer_ownership", { organization_id: org, user_id: userId })),
    onSettled: refresh,
  });
}

/** Makes the organization read-only; after thirty days it is removed. */
export function useDeleteOrganization(org: string) {
  const refresh = useRefresh(org);
  return useMutation({
    mutationFn: () => request(supabase.rpc("delete_organization", { organization_id: org })),
    onSettled: refresh,
  });
}

/** Takes the deletion back while there is time. */
export function useRestoreOrganization(org: string) {
  const refresh = useRefresh(org);
  return useMutation({
    mutationFn: () => request(supabase.rpc("restore_organization", { organization_id: org })),
    onSettled: refresh,
  });
}

async function updateOrganization(
  { id, version }: OrganizationSettings,
  values: OrganizationUpdate,
): Promise<OrganizationSettings> {
  try {
    return unlessChanged(
      await request(
        supabase
          .from("organizations")
          .update(values)
          .eq("id", id)
          .eq("version", version)
          .select(settingsColumns)
          .maybeSingle(),
      ),
    );
  } catch (error) {
    throw namedRefusal(asAppError(error));
  }
}

/** A constraint of the table has no code of ours; these two are about what a person typed. */
function namedRefusal(error: AppError): AppError {
  const isReserved = error.message.includes("organizations_slug_is_not_reserved");
  const isTaken = error.code === "already_exists";
  if (!isReserved && !isTaken) return error;
  const { message, status } = error;
  return new AppError({ code: isReserved ? "slug_reserved" : "slug_taken", message, status });
}

/** Everything of the organization, and the list that it is chosen from. */
function useRefresh(org: string) {
  const queryClient = useQueryClient();
  return async () => {
    await queryClient.invalidateQueries({ queryKey: ["org", org] });
    await queryClient.invalidateQueries({ queryKey: organizationQueries.mine().queryKey });
  };
}

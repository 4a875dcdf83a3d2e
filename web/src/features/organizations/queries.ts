import { permissionSchema } from "@flowdesk/types/permissions";
import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";

// What one person can belong to, and what one assignee menu can hold; more needs a search.
const maxOrganizations = 100;
const maxMembers = 500;

/** What one needs to know of an organization to choose it. */
export const mineColumns = "id, name, slug, logo_path, is_active, delete_after" as const;
export const settingsColumns =
  "id, name, slug, logo_path, currency, timezone, locale, is_active, delete_after, version" as const;

export type OrganizationSettings = Awaited<ReturnType<typeof fetchSettings>>;
export type Organization = Awaited<ReturnType<typeof fetchMyOrganizations>>[number];

export const organizationQueries = {
  /** Not below an organization: it is what one chooses the organization from. */
  mine: () =>
    queryOptions({
      queryKey: ["me", "organizations"] as const,
      queryFn: ({ signal }) => fetchMyOrganizations(signal),
      staleTime: 5 * 60_000,
    }),
  permissions: (org: string) =>
    queryOptions({
      queryKey: ["org", org, "permissions"] as const,
      queryFn: ({ signal }) => fetchPermissions(org, signal),
      staleTime: 5 * 60_000,
    }),
  settings: (org: string) =>
    queryOptions({
      queryKey: ["org", org, "settings"] as const,
      queryFn: ({ signal }) => fetchSettings(org, signal),
    }),
  members: (org: string) =>
    queryOptions({
      queryKey: ["org", org, "members"] as const,
      queryFn: ({ signal }) => fetchMembers(org, signal),
      staleTime: 5 * 60_000,
    }),
};

/** The organizations that one may see, which are those where one is an active member. */
function fetchMyOrganizations(signal: AbortSignal) {
  return request(
    supabase
      .from("organizations")
      .select(mineColumns)
      .order("name")
      .order("id")
      .limit(maxOrganizations)
      .abortSignal(signal),
  );
}

function fetchSettings(org: string, signal: AbortSignal) {
  return request(
    supabase
      .from("organizations")
      .select(settingsColumns)
      .eq("id", org)
      .abortSignal(signal)
      .single(),
  );
}

/** What one may do there, as the database sees it now. A permission that we do not know yet is left out. */
async function fetchPermissions(org: string, signal: AbortSignal) {
  const names = await request(
    supabase.rpc("my_permissions", { organization_id: org }).abortSignal(signal),
  );
  return z.array(permissionSchema.or(z.null()).catch(null)).parse(names).filter(isKnown);
}

function isKnown<Value>(value: Value | null): value is Value {
  return value !== null;
}

/** The active members with the names that colleagues see. */
async function fetchMembers(org: string, signal: AbortSignal) {
  const rows = await request(
    supabase
      .from("memberships")
      .select("user_id, role, profiles(display_name)")
      .eq("organization_id", org)
      .eq("is_active", true)
      .order("joined_at")
      .order("user_id")
      .limit(maxMembers)
      .abortSignal(signal),
  );
  return rows.map(({ user_id, role, profiles }) => ({
    id: user_id,
    role,
    name: profiles.display_name,
  }));
}

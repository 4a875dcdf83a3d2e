import { permissionSchema } from "@flowdesk/types/permissions";
import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";

// As many as one answer of the API holds. Names are searched here, where they all are: no index serves that.
const membersPage = 1_000;
const maxMembers = 5_000;
const maxInvitations = 1_000;
const maxRoles = 100;

export type Member = Awaited<ReturnType<typeof fetchMembers>>[number];
export type Role = Awaited<ReturnType<typeof fetchRoles>>[number];
export type Invitation = Awaited<ReturnType<typeof fetchInvitations>>[number];

/** The people of an organization: who is in, who is asked in, and what roles they can have. */
export const peopleQueries = {
  all: (org: string) => ["org", org, "people"] as const,
  members: (org: string) =>
    queryOptions({
      queryKey: [...peopleQueries.all(org), "members"] as const,
      queryFn: ({ signal }) => fetchMembers(org, signal),
    }),
  roles: (org: string) =>
    queryOptions({
      queryKey: [...peopleQueries.all(org), "roles"] as const,
      queryFn: ({ signal }) => fetchRoles(org, signal),
      staleTime: 5 * 60_000,
    }),
  invitations: (org: string) =>
    queryOptions({
      queryKey: [...peopleQueries.all(org), "invitations"] as const,
      queryFn: ({ signal }) => fetchInvitations(org, signal),
    }),
};

/** Everybody, suspended people too, in the order in which they came. */
async function fetchMembers(org: string, signal: AbortSignal) {
  const rows = await fetchMembersAfter(org, undefined, signal);
  for (let size = rows.length; size === membersPage && rows.length < maxMembers; ) {
    const more = await fetchMembersAfter(org, rows.at(-1), signal);
    size = more.length;
    rows.push(...more);
  }
  return rows.map(({ user_id, role, is_active, joined_at, profiles }) => ({
    id: user_id,
    role,
    isActive: is_active,
    joinedAt: joined_at,
    name: profiles.display_name,
    avatarPath: profiles.avatar_path,
  }));
}

/** One page; the bare `gte` beside the cursor's `or` lets the index scan start in the right place. */
function fetchMembersAfter(
  org: string,
  after: { joined_at: string; user_id: string } | undefined,
  signal: AbortSignal,
) {
  let query = supabase
    .from("memberships")
    .select("user_id, role, is_active, joined_at, profiles(display_name, avatar_path)")
    .eq("organization_id", org)
    .order("joined_at")
    .order("user_id")
    .limit(membersPage)
    .abortSignal(signal);
  if (after) {
    const { joined_at, user_id } = after;
    query = query
      .gte("joined_at", joined_at)
      .or(`joined_at.gt."${joined_at}",and(joined_at.eq."${joined_at}",user_id.gt.${user_id})`);
  }
  return request(query);
}

const permissionsSchema = z.array(
  z.object({ permission: permissionSchema.or(z.null()).catch(null) }),
);

/** The roles, most powerful first, each with what it holds. A permission not known yet is left out. */
async function fetchRoles(org: string, signal: AbortSignal) {
  const rows = await request(
    supabase
      .from("roles")
      .select("key, name, position, is_builtin, version, role_permissions(permission)")
      .eq("organization_id", org)
      .order("position")
      .order("key")
      .limit(maxRoles)
      .abortSignal(signal),
  );
  return rows.map(({ key, name, is_builtin, version, role_permissions }) => ({
    key,
    name,
    isBuiltin: is_builtin,
    version,
    permissions: permissionsSchema
      .parse(role_permissions)
      .flatMap(({ permission }) => (permission ? [permission] : [])),
  }));
}

/** The invitations that nobody has answered yet, the newest first. */
async function fetchInvitations(org: string, signal: AbortSignal) {
  const rows = await request(
    supabase
      .from("invitations")
      .select("id, email, role, expires_at, created_at, inviter:profiles!invited_by(display_name)")
      .eq("organization_id", org)
      .eq("status", "pending")
      .order("created_at", { ascending: false })
      .order("id", { ascending: false })
      .limit(maxInvitations)
      .abortSignal(signal),
  );
  return rows.map(({ id, email, role, expires_at, created_at, inviter }) => ({
    id,
    email,
    role,
    expiresAt: expires_at,
    createdAt: created_at,
    inviter: inviter?.display_name,
  }));
}

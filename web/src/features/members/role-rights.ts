import type { Permission } from "@flowdesk/types/permissions";
import type { CurrentOrganization } from "#/lib/organization.tsx";
import type { Member, Role } from "./queries.ts";

/** Nobody gives, takes or manages what they do not hold: whether the person may touch this role at all. */
export function holdsAllOf(
  role: Pick<Role, "permissions"> | undefined,
  can: (permission: Permission) => boolean,
): boolean {
  return role?.permissions.every((permission) => can(permission)) ?? false;
}

/** Whether the person may change that member: another one, whose role holds nothing that they do not hold. */
export function mayManage(
  member: Pick<Member, "id" | "role">,
  roles: readonly Role[],
  userId: string,
  can: CurrentOrganization["can"],
): boolean {
  const role = roles.find(({ key }) => key === member.role);
  return member.id !== userId && can("members.manage") && holdsAllOf(role, can);
}

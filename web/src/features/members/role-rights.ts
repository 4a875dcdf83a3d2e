import type { Permission } from "@flowdesk/types/permissions";
import type { Role } from "./queries.ts";

/** Nobody gives, takes or manages what they do not hold: whether the person may touch this role at all. */
export function holdsAllOf(
  role: Pick<Role, "permissions"> | undefined,
  can: (permission: Permission) => boolean,
): boolean {
  return role?.permissions.every((permission) => can(permission)) ?? false;
}

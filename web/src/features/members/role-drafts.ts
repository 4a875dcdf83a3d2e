import type { Permission } from "@flowdesk/types/permissions";
import { useState } from "react";
import type { Role } from "./queries.ts";
import type { RoleChange } from "./role-mutations.ts";

type Drafts = ReadonlyMap<string, ReadonlySet<Permission>>;

/** What was ticked and not saved yet, by role. A role that is back to what it holds is no draft. */
export function useRoleDrafts(roles: readonly Role[]) {
  const [drafts, setDrafts] = useState<Drafts>(new Map());
  const heldBy = (role: Role) => drafts.get(role.key) ?? new Set(role.permissions);

  return {
    isHeld: (role: Role, permission: Permission) => heldBy(role).has(permission),
    isChanged: (role: Role, permission: Permission) =>
      heldBy(role).has(permission) !== role.permissions.includes(permission),
    toggle: (role: Role, permission: Permission) =>
      setDrafts(withToggled(drafts, role, permission)),
    changes: roles.flatMap((role): RoleChange[] => {
      const draft = drafts.get(role.key);
      return draft ? [{ role: role.key, permissions: [...draft], version: role.version }] : [];
    }),
    clear: () => setDrafts(new Map()),
  };
}

export function withToggled(drafts: Drafts, role: Role, permission: Permission): Drafts {
  const held = new Set(drafts.get(role.key) ?? role.permissions);
  if (!held.delete(permission)) held.add(permission);
  const isAsBefore =
    held.size === role.permissions.length && role.permissions.every((each) => held.has(each));
  const next = new Map(drafts);
  if (isAsBefore) next.delete(role.key);
  else next.set(role.key, held);
  return next;
}

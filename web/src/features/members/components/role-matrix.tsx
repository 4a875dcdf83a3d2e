import { type Permission, permissions } from "@flowdesk/types/permissions";
import { clsx } from "clsx";
import { Lock } from "lucide-react";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "#/components/ui/checkbox.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import type { Role } from "../queries.ts";
import { RoleHead } from "./role-head.tsx";

interface RoleMatrixProps {
  roles: readonly Role[];
  isHeld: (role: Role, permission: Permission) => boolean;
  isChanged: (role: Role, permission: Permission) => boolean;
  onToggle: (role: Role, permission: Permission) => void;
}

type Group = Permission extends `${infer Resource}.${string}` ? Resource : never;

/** Permissions down, roles across. What the person may not touch is locked and says why. */
export function RoleMatrix({ roles, isHeld, isChanged, onToggle }: RoleMatrixProps) {
  const { t } = useTranslation();
  const { can } = useOrganization();

  const lockOf = (role: Role, permission: Permission): string | undefined => {
    if (role.key === "owner") return t("roles.lockedOwner");
    if (!can("roles.manage")) return t("roles.lockedReader");
    return can(permission) ? undefined : t("roles.lockedUnheld");
  };

  return (
    <table className="w-full border-separate border-spacing-0 text-sm">
      <thead>
        <tr className="[&>th]:sticky [&>th]:top-0 [&>th]:z-10 [&>th]:border-b [&>th]:border-hairline [&>th]:bg-surface [&>th]:align-bottom">
          <th
            scope="col"
            className="left-0 z-20! pb-2 pl-4 text-left text-xs font-normal text-muted md:pl-6"
          >
            {t("roles.permission")}
          </th>
          {roles.map((role) => (
            <RoleHead key={role.key} role={role} roles={roles} />
          ))}
        </tr>
      </thead>
      <tbody>
        {groups().map(([group, members]) => (
          <Fragment key={group}>
            <tr>
              <th
                scope="rowgroup"
                colSpan={roles.length + 1}
                className="border-b border-hairline bg-surface-2 text-left text-xs font-strong text-soft"
              >
                <span className="sticky left-0 inline-block py-1 pl-4 md:pl-6">
                  {t(`permissionGroups.${group}`)}
                </span>
              </th>
            </tr>
            {members.map((permission) => (
              <tr key={permission} className="group">
                <th
                  scope="row"
                  className="sticky left-0 z-[5] min-w-44 border-b border-hairline bg-surface py-2 pr-4 pl-4 text-left font-normal text-pretty max-sm:max-w-44 md:pl-6"
                >
                  {t(`permissions.${permission}`)}
                  {can("roles.manage") && !can(permission) && (
                    <span className="mt-0.5 flex items-center gap-1 text-xs text-muted">
                      <Lock className="size-3" aria-hidden />
                      {t("roles.lockedUnheld")}
                    </span>
                  )}
                </th>
                {roles.map((role) => {
                  const lock = lockOf(role, permission);
                  const label = `${role.name}: ${t(`permissions.${permission}`)}`;
                  return (
                    <td
                      key={role.key}
                      title={lock}
                      className={clsx(
                        "border-b border-hairline text-center",
                        isChanged(role, permission) && "bg-accent-soft",
                      )}
                    >
                      <Checkbox
                        aria-label={lock ? `${label} (${lock})` : label}
                        checked={isHeld(role, permission)}
                        disabled={lock !== undefined}
                        className="align-middle"
                        onCheckedChange={() => onToggle(role, permission)}
                      />
                    </td>
                  );
                })}
              </tr>
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

/** The catalogue by what it is about, in its own order. */
function groups(): [Group, Permission[]][] {
  const found = new Map<Group, Permission[]>();
  for (const permission of permissions) {
    const group = permission.slice(0, permission.indexOf(".")) as Group;
    found.set(group, [...(found.get(group) ?? []), permission]);
  }
  return [...found];
}

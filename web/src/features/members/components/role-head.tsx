import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Menu, MenuItem, MenuSeparator } from "#/components/ui/dropdown-menu.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { previewRole } from "#/lib/role-preview.ts";
import type { Role } from "../queries.ts";
import { holdsAllOf } from "../role-rights.ts";
import { DeleteRoleDialog } from "./delete-role-dialog.tsx";
import { RenameRoleDialog } from "./rename-role-dialog.tsx";

type Asking = "rename" | "delete" | undefined;

/** The head of a role's column: its name and what can be done with it. */
export function RoleHead({ role, roles }: { role: Role; roles: readonly Role[] }) {
  const { t } = useTranslation();
  const { id, can } = useOrganization();
  const [asking, setAsking] = useState<Asking>();
  const isMine = can("roles.manage") && holdsAllOf(role, can);
  const close = () => setAsking(undefined);
  return (
    <th scope="col" className="w-28 min-w-24 px-1 pt-2 pb-1 text-center font-normal">
      <span className="flex flex-col items-center gap-0.5">
        <span className="line-clamp-2 max-w-28 font-strong break-words" title={role.name}>
          {role.name}
        </span>
        <Menu
          align="end"
          trigger={
            <IconButton
              size="sm"
              label={t("roles.actions", { name: role.name })}
              icon={<Ellipsis />}
            />
          }
        >
          {isMine && <MenuItem onSelect={() => setAsking("rename")}>{t("roles.rename")}</MenuItem>}
          <MenuItem onSelect={() => previewRole(id, role)}>{t("roles.viewAs")}</MenuItem>
          {isMine && !role.isBuiltin && (
            <>
              <MenuSeparator />
              <MenuItem onSelect={() => setAsking("delete")}>{t("roles.delete")}</MenuItem>
            </>
          )}
        </Menu>
      </span>
      <RenameRoleDialog role={role} open={asking === "rename"} onClose={close} />
      <DeleteRoleDialog role={role} roles={roles} open={asking === "delete"} onClose={close} />
    </th>
  );
}

import { useTranslation } from "react-i18next";
import { Dialog } from "#/components/ui/dialog.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import type { Role } from "../queries.ts";
import { useRenameRole } from "../role-mutations.ts";
import { RoleNameForm } from "./role-name-form.tsx";

interface RenameRoleDialogProps {
  role: Role;
  open: boolean;
  onClose: () => void;
}

/** "Member" may be called "Employee" here. */
export function RenameRoleDialog({ role, open, onClose }: RenameRoleDialogProps) {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const rename = useRenameRole(id);
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("roles.renameTitle", { name: role.name })}
      description={t("roles.renameText")}
      closeLabel={t("common.close")}
    >
      <RoleNameForm
        name={role.name}
        action={t("roles.renameAction")}
        onSubmit={async (name) => {
          await rename.mutateAsync({ role: role.key, name, version: role.version });
          onClose();
        }}
        onCancel={onClose}
      />
    </Dialog>
  );
}

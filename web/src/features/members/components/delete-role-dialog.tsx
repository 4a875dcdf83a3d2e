import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Dialog } from "#/components/ui/dialog.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Select } from "#/components/ui/select.tsx";
import { announce } from "#/lib/announce.ts";
import { useOrganization } from "#/lib/organization.tsx";
import type { Role } from "../queries.ts";
import { useDeleteRole } from "../role-mutations.ts";
import { holdsAllOf } from "../role-rights.ts";

interface DeleteRoleDialogProps {
  role: Role;
  roles: readonly Role[];
  open: boolean;
  onClose: () => void;
}

/** Removes a role of the organization's own and says what its people get instead. */
export function DeleteRoleDialog({ role, roles, open, onClose }: DeleteRoleDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("roles.deleteTitle", { name: role.name })}
      description={t("roles.deleteText")}
      closeLabel={t("common.close")}
    >
      <DeleteForm role={role} roles={roles} onDone={onClose} />
    </Dialog>
  );
}

function DeleteForm({
  role,
  roles,
  onDone,
}: {
  role: Role;
  roles: readonly Role[];
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const { id, can } = useOrganization();
  const remove = useDeleteRole(id);
  const others = roles.filter((other) => other.key !== role.key && holdsAllOf(other, can));
  const [instead, setInstead] = useState(
    (others.find(({ key }) => key === "member") ?? others.at(-1))?.key ?? "",
  );

  const submit = async () => {
    const deletion = remove.mutateAsync({ role: role.key, reassign_to: instead });
    if (await announce(deletion, t, t("roles.wasDeleted", { name: role.name }))) onDone();
  };

  return (
    <div className="flex flex-col gap-4">
      <Field label={t("roles.instead")}>
        {(control) => (
          <Select
            {...control}
            value={instead}
            onValueChange={setInstead}
            options={others.map(({ key, name }) => ({ value: key, label: name }))}
          />
        )}
      </Field>
      <div className="mt-1 flex justify-end gap-2">
        <Button variant="ghost" onClick={onDone}>
          {t("common.cancel")}
        </Button>
        <Button variant="danger" pending={remove.isPending} onClick={() => void submit()}>
          {t("roles.delete")}
        </Button>
      </div>
    </div>
  );
}

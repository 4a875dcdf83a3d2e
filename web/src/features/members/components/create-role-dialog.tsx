import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Dialog } from "#/components/ui/dialog.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Select } from "#/components/ui/select.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import type { Role } from "../queries.ts";
import { useCreateRole } from "../role-mutations.ts";
import { RoleNameForm } from "./role-name-form.tsx";

interface CreateRoleDialogProps {
  roles: readonly Role[];
  open: boolean;
  onClose: () => void;
}

/** A role of the organization's own, begun as a copy of one there is. */
export function CreateRoleDialog({ roles, open, onClose }: CreateRoleDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("roles.add")}
      description={t("roles.addText")}
      closeLabel={t("common.close")}
    >
      <CreateForm roles={roles} onDone={onClose} />
    </Dialog>
  );
}

function CreateForm({ roles, onDone }: { roles: readonly Role[]; onDone: () => void }) {
  const { t } = useTranslation();
  const { id, can } = useOrganization();
  const create = useCreateRole(id);
  const [pattern, setPattern] = useState("viewer");

  const submit = async (name: string) => {
    // What the person does not hold they cannot give, not even in a copy.
    const permissions = roles.find(({ key }) => key === pattern)?.permissions.filter(can) ?? [];
    await create.mutateAsync({ name, permissions });
    toast.success(t("roles.wasAdded", { name }));
    onDone();
  };

  return (
    <RoleNameForm name="" action={t("roles.add")} onSubmit={submit} onCancel={onDone}>
      <Field label={t("roles.pattern")} hint={t("roles.patternHint")}>
        {(control) => (
          <Select
            {...control}
            value={pattern}
            onValueChange={setPattern}
            options={roles
              .filter(({ key }) => key !== "owner")
              .map(({ key, name }) => ({ value: key, label: name }))}
          />
        )}
      </Field>
    </RoleNameForm>
  );
}

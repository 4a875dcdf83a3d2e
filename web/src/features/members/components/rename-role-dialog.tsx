import { type RoleUpdate, roleUpdateSchema } from "@flowdesk/types/members";
import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { Dialog } from "#/components/ui/dialog.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Input } from "#/components/ui/input.tsx";
import { fieldMessage, showServerError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import type { Role } from "../queries.ts";
import { useRenameRole } from "../role-mutations.ts";

interface RenameRoleDialogProps {
  role: Role;
  open: boolean;
  onClose: () => void;
}

/** "Member" may be called "Employee" here. */
export function RenameRoleDialog({ role, open, onClose }: RenameRoleDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("roles.renameTitle", { name: role.name })}
      description={t("roles.renameText")}
      closeLabel={t("common.close")}
    >
      <RenameForm role={role} onDone={onClose} />
    </Dialog>
  );
}

function RenameForm({ role, onDone }: { role: Role; onDone: () => void }) {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const rename = useRenameRole(id);
  const form = useForm<RoleUpdate>({
    resolver: zodResolver(roleUpdateSchema),
    defaultValues: { name: role.name },
  });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async ({ name }) => {
    try {
      await rename.mutateAsync({ role: role.key, name, version: role.version });
      onDone();
    } catch (error) {
      showServerError(error, form.setError, { already_exists: "name" }, t);
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
      <Field
        label={t("roles.name")}
        error={fieldMessage(errors.name, t("validation.name", { maximum: 60 }))}
      >
        {(control) => (
          <Input {...control} {...form.register("name")} autoComplete="off" autoFocus />
        )}
      </Field>
      <div className="mt-1 flex justify-end gap-2">
        <Button variant="ghost" onClick={onDone}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" variant="primary" pending={rename.isPending}>
          {t("roles.renameAction")}
        </Button>
      </div>
    </form>
  );
}

import { type RoleUpdate, roleUpdateSchema } from "@flowdesk/types/members";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { Dialog } from "#/components/ui/dialog.tsx";
import { Field } from "#/components/ui/field.tsx";
import { Input } from "#/components/ui/input.tsx";
import { Select } from "#/components/ui/select.tsx";
import { fieldMessage, showServerError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import type { Role } from "../queries.ts";
import { useCreateRole } from "../role-mutations.ts";

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
  const form = useForm<RoleUpdate>({
    resolver: zodResolver(roleUpdateSchema),
    defaultValues: { name: "" },
  });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async ({ name }) => {
    // What the person does not hold they cannot give, not even in a copy.
    const permissions = roles.find(({ key }) => key === pattern)?.permissions.filter(can) ?? [];
    try {
      await create.mutateAsync({ name, permissions });
      toast.success(t("roles.wasAdded", { name }));
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
      <div className="mt-1 flex justify-end gap-2">
        <Button variant="ghost" onClick={onDone}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" variant="primary" pending={create.isPending}>
          {t("roles.add")}
        </Button>
      </div>
    </form>
  );
}

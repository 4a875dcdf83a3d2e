import { type InvitationCreate, invitationCreateSchema } from "@flowdesk/types/members";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { ControlledField } from "#/components/ui/controlled-field.tsx";
import { Dialog } from "#/components/ui/dialog.tsx";
import { EmailField } from "#/components/ui/email-field.tsx";
import { Select } from "#/components/ui/select.tsx";
import { showServerError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { type IssuedInvitation, useInviteMember } from "../mutations.ts";
import type { Role } from "../queries.ts";
import { holdsAllOf } from "../role-rights.ts";
import { InvitationLink } from "./invitation-link.tsx";

interface InviteDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  roles: readonly Role[];
}

/** Asks for an address and a role; answers with the link to hand on. */
export function InviteDialog({ open, onOpenChange, roles }: InviteDialogProps) {
  const { t } = useTranslation();
  const { name } = useOrganization();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("members.inviteTitle", { organization: name })}
      closeLabel={t("common.close")}
    >
      <Invite roles={roles} onClose={() => onOpenChange(false)} />
    </Dialog>
  );
}

function Invite({ roles, onClose }: { roles: readonly Role[]; onClose: () => void }) {
  const { t } = useTranslation();
  const [issued, setIssued] = useState<IssuedInvitation>();
  if (!issued) return <InviteForm roles={roles} onIssued={setIssued} onCancel={onClose} />;
  return (
    <div className="flex flex-col gap-4">
      <InvitationLink issued={issued} />
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={() => setIssued(undefined)}>
          {t("members.inviteAnother")}
        </Button>
        <Button variant="primary" onClick={onClose}>
          {t("members.done")}
        </Button>
      </div>
    </div>
  );
}

interface InviteFormProps {
  roles: readonly Role[];
  onIssued: (issued: IssuedInvitation) => void;
  onCancel: () => void;
}

function InviteForm({ roles, onIssued, onCancel }: InviteFormProps) {
  const { t } = useTranslation();
  const { id, can } = useOrganization();
  const invite = useInviteMember(id);
  const given = roles.filter((role) => holdsAllOf(role, can));
  const usual = given.find(({ key }) => key === "member") ?? given.at(-1);
  const form = useForm<InvitationCreate>({
    resolver: zodResolver(invitationCreateSchema),
    defaultValues: { email: "", role: usual?.key ?? "" },
  });
  const { errors } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      onIssued(await invite.mutateAsync(values));
    } catch (error) {
      const fields = {
        already_member: "email",
        invitation_pending: "email",
        role_not_found: "role",
        permission_not_held: "role",
      } as const;
      showServerError(error, form.setError, fields, t);
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {errors.root && <Callout meaning="danger">{errors.root.message}</Callout>}
      <EmailField
        registration={form.register("email")}
        error={errors.email}
        autoComplete="off"
        autoFocus
      />
      <ControlledField
        control={form.control}
        name="role"
        label={t("members.role")}
        hint={t("members.roleHint")}
        rule={t("validation.required")}
      >
        {(control) => (
          <Select
            {...control}
            options={given.map(({ key, name }) => ({ value: key, label: name }))}
          />
        )}
      </ControlledField>
      <div className="mt-1 flex justify-end gap-2">
        <Button variant="ghost" onClick={onCancel}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" variant="primary" pending={invite.isPending}>
          {t("members.inviteAction")}
        </Button>
      </div>
    </form>
  );
}

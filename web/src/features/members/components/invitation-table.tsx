import { Ellipsis, MailPlus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "#/components/ui/badge.tsx";
import { Dialog } from "#/components/ui/dialog.tsx";
import { Menu, MenuItem } from "#/components/ui/dropdown-menu.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { announce } from "#/lib/announce.ts";
import { formatAgo, formatMoment } from "#/lib/format.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { type IssuedInvitation, useResendInvitation, useRevokeInvitation } from "../mutations.ts";
import type { Invitation, Role } from "../queries.ts";
import { holdsAllOf } from "../role-rights.ts";
import { InvitationLink } from "./invitation-link.tsx";

interface InvitationTableProps {
  invitations: readonly Invitation[];
  roles: readonly Role[];
}

/** Who was asked in and has not answered. */
export function InvitationTable({ invitations, roles }: InvitationTableProps) {
  const { t } = useTranslation();
  return (
    <table className="w-full border-separate border-spacing-0 text-sm">
      <thead className="text-left text-xs text-muted">
        <tr className="[&>th]:h-8 [&>th]:border-b [&>th]:border-hairline [&>th]:px-2 [&>th]:font-normal">
          <th scope="col" className="pl-4! md:pl-6!">
            {t("members.invitedPerson")}
          </th>
          <th scope="col" className="w-44 pl-4! max-sm:w-32">
            {t("members.role")}
          </th>
          <th scope="col" className="w-36 max-md:hidden">
            {t("members.expires")}
          </th>
          <th scope="col" className="w-14 pr-4! md:pr-6!">
            <span className="sr-only">{t("members.actionsColumn")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {invitations.map((invitation) => (
          <InvitationRow
            key={invitation.id}
            invitation={invitation}
            role={roles.find(({ key }) => key === invitation.role)}
          />
        ))}
      </tbody>
    </table>
  );
}

function InvitationRow({ invitation, role }: { invitation: Invitation; role: Role | undefined }) {
  const { t, i18n } = useTranslation();
  const { can } = useOrganization();
  const { email, inviter, expiresAt } = invitation;
  const isExpired = new Date(expiresAt).getTime() <= Date.now();
  return (
    <tr className="group hover:bg-hover [&>td]:h-11 [&>td]:border-b [&>td]:border-hairline [&>td]:px-2">
      <td className="max-w-0 pl-4! md:pl-6!">
        <span className="flex min-w-0 items-center gap-2.5">
          <span className="flex size-6 shrink-0 items-center justify-center rounded-full border border-dashed border-hairline-strong text-muted">
            <MailPlus className="size-3.5" aria-hidden />
          </span>
          <span className="min-w-0">
            <span className="block truncate">{email}</span>
            {inviter && (
              <span className="block truncate text-xs text-muted">
                {t("members.invitedBy", { name: inviter })}
              </span>
            )}
          </span>
        </span>
      </td>
      <td className="w-44 pl-4! max-sm:w-32">
        <span className="block truncate">{role?.name}</span>
      </td>
      <td className="w-36 text-muted max-md:hidden">
        {isExpired ? (
          <Badge meaning="warning">{t("members.expired")}</Badge>
        ) : (
          <time dateTime={expiresAt} title={formatMoment(expiresAt, i18n.language)}>
            {formatAgo(expiresAt, i18n.language)}
          </time>
        )}
      </td>
      <td className="w-14 pr-4! text-right md:pr-6!">
        {can("members.invite") && holdsAllOf(role, can) && (
          <InvitationMenu invitation={invitation} />
        )}
      </td>
    </tr>
  );
}

function InvitationMenu({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation();
  const { id: org } = useOrganization();
  const [issued, setIssued] = useState<IssuedInvitation>();
  const resend = useResendInvitation(org);
  const revoke = useRevokeInvitation(org);
  const { id, email } = invitation;
  return (
    <>
      <Menu
        align="end"
        trigger={<IconButton label={t("members.actions", { name: email })} icon={<Ellipsis />} />}
      >
        <MenuItem onSelect={() => void announce(resend.mutateAsync(id).then(setIssued), t)}>
          {t("members.newLink")}
        </MenuItem>
        <MenuItem
          onSelect={() =>
            void announce(revoke.mutateAsync(id), t, t("members.wasRevoked", { email }))
          }
        >
          {t("members.revoke")}
        </MenuItem>
      </Menu>
      <Dialog
        open={issued !== undefined}
        onOpenChange={(open) => !open && setIssued(undefined)}
        title={t("members.newLinkTitle")}
        description={t("members.newLinkText")}
        closeLabel={t("common.close")}
      >
        {issued && <InvitationLink issued={issued} />}
      </Dialog>
    </>
  );
}

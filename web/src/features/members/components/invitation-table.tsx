import { Ellipsis, MailPlus } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "#/components/ui/badge.tsx";
import { DataTable, type TableSort } from "#/components/ui/data-table.tsx";
import type { TableColumn } from "#/components/ui/data-table-columns.ts";
import { Dialog } from "#/components/ui/dialog.tsx";
import { Menu, MenuItem } from "#/components/ui/dropdown-menu.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { announce } from "#/lib/announce.ts";
import { formatAgo, formatMoment } from "#/lib/format.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { type IssuedInvitation, useResendInvitation, useRevokeInvitation } from "../mutations.ts";
import { isExpired } from "../people-filter.ts";
import type { Invitation, Role } from "../queries.ts";
import { holdsAllOf } from "../role-rights.ts";
import { InvitationLink } from "./invitation-link.tsx";

interface InvitationTableProps {
  invitations: readonly Invitation[];
  roles: readonly Role[];
  sort: TableSort | undefined;
  onSortChange: (sort: TableSort | undefined) => void;
}

/** One row an invitation that nobody has answered: to whom, as what, until when. */
export function InvitationTable({ invitations, roles, sort, onSortChange }: InvitationTableProps) {
  const { t, i18n } = useTranslation();
  const { can } = useOrganization();
  const { language } = i18n;

  const columns: readonly TableColumn<Invitation>[] = useMemo(
    () => [
      {
        id: "email",
        header: t("members.invitedPerson"),
        sortBy: ({ email }) => email,
        cell: (invitation) => <InvitedPerson invitation={invitation} />,
      },
      {
        id: "role",
        header: t("members.role"),
        width: 176,
        narrowWidth: 112,
        isFixed: true,
        sortBy: ({ role }) => roles.findIndex(({ key }) => key === role),
        cell: ({ role }) => roles.find(({ key }) => key === role)?.name,
      },
      {
        id: "expires",
        header: t("members.expires"),
        width: 144,
        isWide: true,
        sortBy: ({ expiresAt }) => Date.parse(expiresAt),
        cell: (invitation) =>
          isExpired(invitation) ? (
            <Badge meaning="warning">{t("members.expired")}</Badge>
          ) : (
            <time
              dateTime={invitation.expiresAt}
              title={formatMoment(invitation.expiresAt, language)}
              className="text-muted"
            >
              {formatAgo(invitation.expiresAt, language)}
            </time>
          ),
      },
    ],
    [t, language, roles],
  );

  return (
    <DataTable
      label={t("members.invitations")}
      name="invitations"
      rows={invitations}
      columns={columns}
      sort={sort}
      onSortChange={onSortChange}
      actions={(invitation) =>
        can("members.invite") &&
        holdsAllOf(
          roles.find(({ key }) => key === invitation.role),
          can,
        ) && <InvitationMenu invitation={invitation} />
      }
    />
  );
}

function InvitedPerson({ invitation: { email, inviter } }: { invitation: Invitation }) {
  const { t } = useTranslation();
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <span className="flex size-6 shrink-0 items-center justify-center rounded-full border border-dashed border-hairline-strong text-muted">
        <MailPlus className="size-3.5" aria-hidden />
      </span>
      <span title={email} className="truncate font-strong">
        {email}
      </span>
      {inviter && (
        <span className="truncate text-muted max-md:hidden">
          {t("members.invitedBy", { name: inviter })}
        </span>
      )}
    </span>
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
        trigger={
          <IconButton size="sm" label={t("members.actions", { name: email })} icon={<Ellipsis />} />
        }
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

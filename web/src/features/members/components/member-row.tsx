import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import { Badge } from "#/components/ui/badge.tsx";
import { ConfirmDialog } from "#/components/ui/confirm-dialog.tsx";
import { Menu, MenuItem, MenuSeparator } from "#/components/ui/dropdown-menu.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { Select } from "#/components/ui/select.tsx";
import { announce } from "#/lib/announce.ts";
import { formatAgo, formatMoment } from "#/lib/format.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { pictureUrl } from "#/lib/pictures.ts";
import { useChangeRole, useRemoveMember, useSetActive } from "../mutations.ts";
import type { Member, Role } from "../queries.ts";
import { holdsAllOf } from "../role-rights.ts";

interface MemberRowProps {
  member: Member;
  roles: readonly Role[];
  isSelf: boolean;
}

/** One person: who, with which role, since when, and what can be done about it. */
export function MemberRow({ member, roles, isSelf }: MemberRowProps) {
  const { t, i18n } = useTranslation();
  const { can } = useOrganization();
  const role = roles.find(({ key }) => key === member.role);
  const isManageable = !isSelf && can("members.manage") && holdsAllOf(role, can);
  const { name, isActive } = member;

  return (
    <tr className="group hover:bg-hover [&>td]:h-11 [&>td]:border-b [&>td]:border-hairline [&>td]:px-2">
      <td className="max-w-0 pl-4! md:pl-6!">
        <span className="flex min-w-0 items-center gap-2.5">
          <Avatar name={name} src={pictureUrl("avatars", member.avatarPath)} decorative />
          <span className={isActive ? "truncate font-strong" : "truncate text-muted"}>{name}</span>
          {isSelf && <Badge>{t("members.you")}</Badge>}
          {!isActive && <Badge meaning="warning">{t("members.suspended")}</Badge>}
        </span>
      </td>
      <td className="w-44 max-sm:w-32">
        {isManageable ? (
          <RoleSelect member={member} roles={roles} />
        ) : (
          <span className="block truncate px-2">{role?.name ?? member.role}</span>
        )}
      </td>
      <td className="w-36 text-muted max-md:hidden">
        <time dateTime={member.joinedAt} title={formatMoment(member.joinedAt, i18n.language)}>
          {formatAgo(member.joinedAt, i18n.language)}
        </time>
      </td>
      <td className="w-14 pr-4! text-right md:pr-6!">
        {isManageable && <MemberMenu member={member} />}
      </td>
    </tr>
  );
}

/** The roles whose permissions the person holds; others they could not give. */
function RoleSelect({ member, roles }: { member: Member; roles: readonly Role[] }) {
  const { t } = useTranslation();
  const { id, can } = useOrganization();
  const change = useChangeRole(id);
  const options = roles
    .filter((role) => holdsAllOf(role, can))
    .map(({ key, name }) => ({ value: key, label: name }));
  return (
    <Select
      look="quiet"
      aria-label={t("members.roleOf", { name: member.name })}
      value={member.role}
      options={options}
      onValueChange={(role) => void announce(change.mutateAsync({ id: member.id, role }), t)}
    />
  );
}

function MemberMenu({ member }: { member: Member }) {
  const { t } = useTranslation();
  const organization = useOrganization();
  const [isAsking, setAsking] = useState(false);
  const setActive = useSetActive(organization.id);
  const remove = useRemoveMember(organization.id);
  const { id, name, isActive } = member;

  const toggle = () =>
    announce(
      setActive.mutateAsync({ id, isActive: !isActive }),
      t,
      isActive ? t("members.wasSuspended", { name }) : t("members.wasRestored", { name }),
    );

  return (
    <>
      <Menu
        align="end"
        trigger={<IconButton label={t("members.actions", { name })} icon={<Ellipsis />} />}
      >
        <MenuItem onSelect={() => void toggle()}>
          {isActive ? t("members.suspend") : t("members.restore")}
        </MenuItem>
        <MenuSeparator />
        <MenuItem onSelect={() => setAsking(true)}>{t("members.remove")}</MenuItem>
      </Menu>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("members.removeTitle", { name, organization: organization.name })}
        action={t("members.removeAction")}
        cancelLabel={t("common.cancel")}
        onConfirm={() => {
          setAsking(false);
          void announce(remove.mutateAsync({ id }), t, t("members.wasRemoved", { name }));
        }}
      >
        <p>{t("members.removeText")}</p>
      </ConfirmDialog>
    </>
  );
}

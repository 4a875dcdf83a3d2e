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
import { useOrganization } from "#/lib/organization.tsx";
import { pictureUrl } from "#/lib/pictures.ts";
import { useChangeRole, useRemoveMember, useSetActive } from "../mutations.ts";
import type { Member, Role } from "../queries.ts";
import { holdsAllOf } from "../role-rights.ts";

/** Who it is, and what is to be known of them at once. */
export function MemberName({ member, isSelf }: { member: Member; isSelf: boolean }) {
  const { t } = useTranslation();
  const { name, isActive, avatarPath } = member;
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <Avatar name={name} src={pictureUrl("avatars", avatarPath)} decorative />
      <span
        title={name}
        className={isActive ? "truncate font-strong" : "truncate font-strong text-muted"}
      >
        {name}
      </span>
      {isSelf && (
        <span className="max-sm:hidden">
          <Badge>{t("members.you")}</Badge>
        </span>
      )}
      {!isActive && <Badge meaning="warning">{t("members.suspended")}</Badge>}
    </span>
  );
}

/** The roles whose permissions the person holds; others they could not give. */
export function RoleSelect({ member, roles }: { member: Member; roles: readonly Role[] }) {
  const { t } = useTranslation();
  const { id, can } = useOrganization();
  const change = useChangeRole(id);
  const options = roles
    .filter((role) => holdsAllOf(role, can))
    .map(({ key, name }) => ({ value: key, label: name }));
  return (
    <span className="-ml-2 inline-block max-w-full align-middle">
      <Select
        look="quiet"
        aria-label={t("members.roleOf", { name: member.name })}
        value={member.role}
        options={options}
        onValueChange={(role) => void announce(change.mutateAsync({ id: member.id, role }), t)}
      />
    </span>
  );
}

/** Suspending and removing. */
export function MemberMenu({ member }: { member: Member }) {
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
        trigger={
          <IconButton size="sm" label={t("members.actions", { name })} icon={<Ellipsis />} />
        }
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

import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { DataTable, type TableSort } from "#/components/ui/data-table.tsx";
import type { TableColumn } from "#/components/ui/data-table-columns.ts";
import { formatAgo, formatMoment } from "#/lib/format.ts";
import { useOrganization } from "#/lib/organization.tsx";
import type { Member, Role } from "../queries.ts";
import { mayManage } from "../role-rights.ts";
import { MemberMenu, MemberName, RoleSelect } from "./member-cells.tsx";

interface MemberTableProps {
  members: readonly Member[];
  roles: readonly Role[];
  userId: string;
  sort: TableSort | undefined;
  onSortChange: (sort: TableSort | undefined) => void;
}

/** One row a person: who, with which role, since when, and what can be done about it. */
export function MemberTable({ members, roles, userId, sort, onSortChange }: MemberTableProps) {
  const { t, i18n } = useTranslation();
  const { can } = useOrganization();
  const { language } = i18n;

  const columns: readonly TableColumn<Member>[] = useMemo(
    () => [
      {
        id: "name",
        header: t("members.name"),
        sortBy: ({ name }) => name,
        cell: (member) => <MemberName member={member} isSelf={member.id === userId} />,
      },
      {
        id: "role",
        header: t("members.role"),
        width: 176,
        narrowWidth: 112,
        isFixed: true,
        sortBy: ({ role }) => roles.findIndex(({ key }) => key === role),
        cell: (member) =>
          mayManage(member, roles, userId, can) ? (
            <RoleSelect member={member} roles={roles} />
          ) : (
            roles.find(({ key }) => key === member.role)?.name
          ),
      },
      {
        id: "joined",
        header: t("members.joined"),
        width: 144,
        isWide: true,
        sortBy: ({ joinedAt }) => Date.parse(joinedAt),
        cell: ({ joinedAt }) => (
          <time dateTime={joinedAt} title={formatMoment(joinedAt, language)} className="text-muted">
            {formatAgo(joinedAt, language)}
          </time>
        ),
      },
    ],
    [t, language, roles, userId, can],
  );

  return (
    <DataTable
      label={t("members.title")}
      name="members"
      rows={members}
      columns={columns}
      sort={sort}
      onSortChange={onSortChange}
      actions={(member) => mayManage(member, roles, userId, can) && <MemberMenu member={member} />}
    />
  );
}

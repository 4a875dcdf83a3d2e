import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { PageHeader } from "#/components/ui/page-header.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { InvitationTable } from "./components/invitation-table.tsx";
import { InviteDialog } from "./components/invite-dialog.tsx";
import { MemberRow } from "./components/member-row.tsx";
import { type Member, peopleQueries, type Role } from "./queries.ts";

interface MembersPageProps {
  userId: string;
  /** How many members the plan allows, and how many there are; undefined while that is not known. */
  room: { limit: number | null; used: number } | undefined;
}

/** Who is in the organization, with which role, and who is asked in. */
export function MembersPage({ userId, room }: MembersPageProps) {
  const { t } = useTranslation();
  const { id, can } = useOrganization();
  const [isInviting, setInviting] = useState(false);
  const members = useQuery(peopleQueries.members(id));
  const roles = useQuery(peopleQueries.roles(id));
  const failed = [members, roles].find(({ isError }) => isError);
  const isFull = room !== undefined && room.limit !== null && room.used >= room.limit;

  return (
    <>
      <PageHeader
        title={t("members.title")}
        aside={members.data && <span className="text-sm text-muted">{members.data.length}</span>}
        actions={
          can("members.invite") && (
            <Button variant="primary" disabled={!roles.data} onClick={() => setInviting(true)}>
              <Plus aria-hidden />
              {t("members.invite")}
            </Button>
          )
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto pb-10">
        {failed ? (
          <div className="p-4 md:px-6">
            <RegionFailed
              error={failed.error}
              onRetry={() => {
                void members.refetch();
                void roles.refetch();
              }}
            />
          </div>
        ) : !members.data || !roles.data ? (
          <MembersSkeleton label={t("common.loading")} />
        ) : (
          <>
            {can("members.invite") && isFull && (
              <Callout meaning="warning" className="mx-4 mt-4 md:mx-6">
                {t("members.full", { limit: room.limit, usage: room.used })}
              </Callout>
            )}
            <MemberTable members={members.data} roles={roles.data} userId={userId} />
            {(can("members.invite") || can("members.manage")) && (
              <PendingInvitations roles={roles.data} />
            )}
          </>
        )}
      </div>
      <InviteDialog open={isInviting} onOpenChange={setInviting} roles={roles.data ?? []} />
    </>
  );
}

interface MemberTableProps {
  members: readonly Member[];
  roles: readonly Role[];
  userId: string;
}

function MemberTable({ members, roles, userId }: MemberTableProps) {
  const { t } = useTranslation();
  return (
    <table className="w-full border-separate border-spacing-0 text-sm">
      <thead className="text-left text-xs text-muted">
        <tr className="[&>th]:sticky [&>th]:top-0 [&>th]:z-10 [&>th]:h-8 [&>th]:border-b [&>th]:border-hairline [&>th]:bg-surface [&>th]:px-2 [&>th]:font-normal">
          <th scope="col" className="pl-4! md:pl-6!">
            {t("members.name")}
          </th>
          <th scope="col" className="w-44 pl-4! max-sm:w-32">
            {t("members.role")}
          </th>
          <th scope="col" className="w-36 max-md:hidden">
            {t("members.joined")}
          </th>
          <th scope="col" className="w-14 pr-4! md:pr-6!">
            <span className="sr-only">{t("members.actionsColumn")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <MemberRow key={member.id} member={member} roles={roles} isSelf={member.id === userId} />
        ))}
      </tbody>
    </table>
  );
}

/** Nothing at all where nobody is waited for. */
function PendingInvitations({ roles }: { roles: readonly Role[] }) {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const invitations = useQuery(peopleQueries.invitations(id));
  if (invitations.isError) {
    return (
      <div className="p-4 md:px-6">
        <RegionFailed error={invitations.error} onRetry={() => void invitations.refetch()} />
      </div>
    );
  }
  if (!invitations.data || invitations.data.length === 0) return undefined;
  return (
    <section aria-label={t("members.pending")} className="mt-8">
      <h2 className="px-4 pb-2 text-base font-strong md:px-6">{t("members.pending")}</h2>
      <InvitationTable invitations={invitations.data} roles={roles} />
    </section>
  );
}

function MembersSkeleton({ label }: { label: string }) {
  return (
    <Loading label={label} className="px-4 pt-5 md:px-6">
      <Skeleton className="h-5 w-32" />
      <div className="mt-8">
        {["w-2/5", "w-1/3", "w-1/2", "w-1/4"].map((width) => (
          <div key={width} className="flex h-11 items-center gap-3">
            <Skeleton className="size-6 rounded-full" />
            <Skeleton className={`h-4 ${width}`} />
          </div>
        ))}
      </div>
    </Loading>
  );
}

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { PageHeader } from "#/components/ui/page-header.tsx";
import { TabLinks } from "#/components/ui/tab-links.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { InviteDialog } from "./components/invite-dialog.tsx";
import { peopleQueries } from "./queries.ts";

interface MembersLayoutProps {
  /** How many members the plan allows, and how many there are; undefined while that is not known. */
  room: { limit: number | null; used: number } | undefined;
  /** Links to the two pages; who may not invite has one page only. */
  tabs: ReactNode;
  children: ReactNode;
}

/** The frame of the people who are in and of those who are asked in. */
export function MembersLayout({ room, tabs, children }: MembersLayoutProps) {
  const { t } = useTranslation();
  const { id, can } = useOrganization();
  const [isInviting, setInviting] = useState(false);
  const roles = useQuery(peopleQueries.roles(id));
  const isFull = room !== undefined && room.limit !== null && room.used >= room.limit;

  return (
    <>
      <PageHeader
        title={t("members.title")}
        actions={
          can("members.invite") && (
            <Button variant="primary" disabled={!roles.data} onClick={() => setInviting(true)}>
              <Plus aria-hidden />
              {t("members.invite")}
            </Button>
          )
        }
      />
      {tabs && <TabLinks label={t("members.title")}>{tabs}</TabLinks>}
      {can("members.invite") && isFull && (
        <Callout meaning="warning" className="mx-4 mt-4 mb-2 md:mx-6">
          {t("members.full", { limit: room.limit, usage: room.used })}
        </Callout>
      )}
      {children}
      <InviteDialog open={isInviting} onOpenChange={setInviting} roles={roles.data ?? []} />
    </>
  );
}

import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { DangerList } from "#/components/ui/danger-row.tsx";
import { Section } from "#/components/ui/section.tsx";
import { announce } from "#/lib/announce.ts";
import { formatMoment } from "#/lib/format.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { useRestoreOrganization } from "../mutations.ts";
import type { OrganizationSettings } from "../queries.ts";
import { DeleteOrganization } from "./delete-organization.tsx";
import { LeaveOrganization } from "./leave-organization.tsx";
import { TransferOwnership } from "./transfer-ownership.tsx";

interface DangerZoneProps {
  settings: OrganizationSettings;
  userId: string;
  onLeft: () => void;
}

/** Handing over, leaving, ending. What one may not do is not offered. */
export function DangerZone({ settings, userId, onLeft }: DangerZoneProps) {
  const { t } = useTranslation();
  const { can } = useOrganization();
  const isOwner = can("organization.delete");
  if (settings.delete_after) return <DeletionPending deleteAfter={settings.delete_after} />;
  return (
    <Section title={t("danger.title")}>
      <DangerList>
        {isOwner && <TransferOwnership userId={userId} />}
        <LeaveOrganization onLeft={onLeft} />
        {isOwner && <DeleteOrganization slug={settings.slug} />}
      </DangerList>
    </Section>
  );
}

/** Thirty days in which an owner can change their mind; the server knows who that is. */
function DeletionPending({ deleteAfter }: { deleteAfter: string }) {
  const { t, i18n } = useTranslation();
  const { id, name } = useOrganization();
  const restore = useRestoreOrganization(id);
  return (
    <Section title={t("danger.title")}>
      <Callout meaning="danger">
        <p>{t("danger.pending", { name, when: formatMoment(deleteAfter, i18n.language) })}</p>
        <Button
          className="mt-2"
          pending={restore.isPending}
          onClick={() => void announce(restore.mutateAsync(), t, t("danger.restored", { name }))}
        >
          {t("danger.restore")}
        </Button>
      </Callout>
    </Section>
  );
}

import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { ConfirmDialog } from "#/components/ui/confirm-dialog.tsx";
import { DangerRow } from "#/components/ui/danger-row.tsx";
import { announce } from "#/lib/announce.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { useLeaveOrganization } from "../mutations.ts";

/** Ends one's own membership; the last owner is refused by the server and told what to do first. */
export function LeaveOrganization({ onLeft }: { onLeft: () => void }) {
  const { t } = useTranslation();
  const { id, name } = useOrganization();
  const [isAsking, setAsking] = useState(false);
  const leave = useLeaveOrganization(id);
  return (
    <DangerRow
      title={t("danger.leave")}
      text={t("danger.leaveText")}
      action={<Button onClick={() => setAsking(true)}>{t("danger.leave")}</Button>}
    >
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("danger.leaveTitle", { name })}
        action={t("danger.leave")}
        cancelLabel={t("common.cancel")}
        pending={leave.isPending}
        onConfirm={async () => {
          const hasLeft = await announce(leave.mutateAsync(), t);
          setAsking(false);
          if (hasLeft) onLeft();
        }}
      >
        <p>{t("danger.leaveConsequence")}</p>
      </ConfirmDialog>
    </DangerRow>
  );
}

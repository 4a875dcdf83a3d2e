import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { ConfirmDialog } from "#/components/ui/confirm-dialog.tsx";
import { DangerRow } from "#/components/ui/danger-row.tsx";
import { announce } from "#/lib/announce.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { useDeleteOrganization } from "../mutations.ts";

/** Ends the organization, with thirty days to think again. Its address has to be typed first. */
export function DeleteOrganization({ slug }: { slug: string }) {
  const { t } = useTranslation();
  const { id, name } = useOrganization();
  const [isAsking, setAsking] = useState(false);
  const remove = useDeleteOrganization(id);
  return (
    <DangerRow
      title={t("danger.delete")}
      text={t("danger.deleteText")}
      action={
        <Button variant="danger" onClick={() => setAsking(true)}>
          {t("danger.delete")}
        </Button>
      }
    >
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("danger.deleteTitle", { name })}
        action={t("danger.delete")}
        cancelLabel={t("common.cancel")}
        pending={remove.isPending}
        typed={{ label: t("danger.typeSlug", { slug }), value: slug }}
        onConfirm={async () => {
          await announce(remove.mutateAsync(), t);
          setAsking(false);
        }}
      >
        <p>{t("danger.deleteConsequence")}</p>
      </ConfirmDialog>
    </DangerRow>
  );
}

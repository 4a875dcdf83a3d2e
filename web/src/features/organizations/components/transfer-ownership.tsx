import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { Combobox } from "#/components/ui/combobox.tsx";
import { DangerRow } from "#/components/ui/danger-row.tsx";
import { Dialog } from "#/components/ui/dialog.tsx";
import { Field } from "#/components/ui/field.tsx";
import { announce } from "#/lib/announce.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { useTransferOwnership } from "../mutations.ts";
import { organizationQueries } from "../queries.ts";

/** Makes another member the owner and oneself an admin. */
export function TransferOwnership({ userId }: { userId: string }) {
  const { t } = useTranslation();
  const { name } = useOrganization();
  const [isOpen, setOpen] = useState(false);
  return (
    <DangerRow
      title={t("danger.transfer")}
      text={t("danger.transferText")}
      action={<Button onClick={() => setOpen(true)}>{t("danger.transfer")}</Button>}
    >
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title={t("danger.transferTitle", { name })}
        description={t("danger.transferConsequence")}
        closeLabel={t("common.close")}
      >
        <TransferForm userId={userId} onDone={() => setOpen(false)} />
      </Dialog>
    </DangerRow>
  );
}

function TransferForm({ userId, onDone }: { userId: string; onDone: () => void }) {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const { data: members = [] } = useQuery(organizationQueries.members(id));
  const others = members.filter((member) => member.id !== userId);
  const [chosen, setChosen] = useState<string>();
  const transfer = useTransferOwnership(id);
  const person = others.find((member) => member.id === chosen);

  const submit = async () => {
    if (!person) return;
    const handover = transfer.mutateAsync(person.id);
    if (await announce(handover, t, t("danger.transferred", { name: person.name }))) onDone();
  };

  if (others.length === 0) return <Callout meaning="running">{t("danger.transferNobody")}</Callout>;
  return (
    <div className="flex flex-col gap-4">
      <Field label={t("danger.newOwner")}>
        {(control) => (
          <Combobox
            {...control}
            label={t("danger.newOwner")}
            value={chosen}
            onValueChange={setChosen}
            options={others.map((member) => ({ value: member.id, label: member.name }))}
          />
        )}
      </Field>
      <div className="mt-1 flex justify-end gap-2">
        <Button variant="ghost" onClick={onDone}>
          {t("common.cancel")}
        </Button>
        <Button
          variant="danger"
          disabled={!person}
          pending={transfer.isPending}
          onClick={() => void submit()}
        >
          {t("danger.transfer")}
        </Button>
      </div>
    </div>
  );
}

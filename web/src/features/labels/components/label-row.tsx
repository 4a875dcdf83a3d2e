import { type LabelUpdate, labelUpdateSchema } from "@flowdesk/types/labels";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ColourField } from "#/components/ui/colour-field.tsx";
import { ConfirmDialog } from "#/components/ui/confirm-dialog.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { InlineInput } from "#/components/ui/inline-input.tsx";
import { Popover } from "#/components/ui/popover.tsx";
import { announce } from "#/lib/announce.ts";
import { formatNumber } from "#/lib/format.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { type Label, useDeleteLabel, useUpdateLabel } from "../queries.ts";

/** One label: colour and name are changed where they stand. */
export function LabelRow({ label, isEditable }: { label: Label; isEditable: boolean }) {
  const { t, i18n } = useTranslation();
  const { id } = useOrganization();
  const [isColouring, setColouring] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const update = useUpdateLabel(id);
  const remove = useDeleteLabel(id);
  const { name, colour, tasks } = label;
  const change = (changes: LabelUpdate) => void announce(update.mutateAsync({ label, changes }), t);
  const dot = (
    <span
      aria-hidden
      style={{ backgroundColor: colour }}
      className="block size-3 shrink-0 rounded-full"
    />
  );

  return (
    <li className="flex min-h-11 items-center gap-1 border-b border-hairline px-2 text-sm">
      {isEditable ? (
        <Popover
          open={isColouring}
          onOpenChange={setColouring}
          label={t("labels.colourOf", { name })}
          className="p-3"
          trigger={<IconButton size="sm" label={t("labels.colourOf", { name })} icon={dot} />}
        >
          <ColourField
            label={t("projects.colour")}
            value={colour}
            onValueChange={(next) => {
              setColouring(false);
              if (next !== colour) change({ colour: next });
            }}
          />
        </Popover>
      ) : (
        <span className="px-2">{dot}</span>
      )}
      <InlineInput
        label={t("labels.nameOf", { name })}
        value={name}
        maxLength={60}
        disabled={!isEditable}
        onSave={(typed) => {
          const parsed = labelUpdateSchema.safeParse({ name: typed });
          if (parsed.success) change(parsed.data);
          return parsed.success;
        }}
        className="min-w-0 flex-1"
      />
      <span className="shrink-0 pr-2 tabular-nums text-muted">
        {t("labels.tasks", { count: tasks, figure: formatNumber(tasks, i18n.language) })}
      </span>
      {isEditable && (
        <IconButton
          size="sm"
          label={t("labels.delete", { name })}
          icon={<Trash2 />}
          onClick={() => setAsking(true)}
        />
      )}
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("labels.deleteTitle", { name })}
        action={t("labels.deleteAction")}
        cancelLabel={t("common.cancel")}
        pending={remove.isPending}
        onConfirm={async () => {
          if (await announce(remove.mutateAsync(label), t, t("labels.deleted", { name }))) {
            setAsking(false);
          }
        }}
      >
        <p>
          {tasks === 0
            ? t("labels.deleteUnused")
            : t("labels.deleteText", { count: tasks, figure: formatNumber(tasks, i18n.language) })}
        </p>
      </ConfirmDialog>
    </li>
  );
}

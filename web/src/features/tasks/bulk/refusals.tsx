import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Dialog } from "#/components/ui/dialog.tsx";
import { describeError } from "#/lib/form-errors.ts";
import { formatNumber } from "#/lib/format.ts";
import { type TaskWorld, taskKeyOf } from "../task-context.ts";
import type { BulkOutcome } from "./bulk-requests.ts";

interface RefusalsProps {
  refused: BulkOutcome["refused"];
  world: TaskWorld;
  onClose: () => void;
}

// More keys than this nobody reads; the tasks stay selected.
const namedAtMost = 40;

/** Which tasks of many were not changed, and why. They stay selected, as they are now. */
export function Refusals({ refused, world, onClose }: RefusalsProps) {
  const { t, i18n } = useTranslation();
  const byReason = Map.groupBy(refused, ({ error }) => describeError(error, t));
  const count = refused.length;
  return (
    <Dialog
      open={count > 0}
      onOpenChange={(open) => !open && onClose()}
      title={t("bulk.refusedTitle", { count, number: formatNumber(count, i18n.language) })}
      description={t("bulk.refusedText")}
      closeLabel={t("common.close")}
    >
      <ul className="flex max-h-[50dvh] flex-col gap-4 overflow-y-auto text-sm">
        {[...byReason].map(([reason, them]) => (
          <li key={reason}>
            <p className="font-strong">
              {t("bulk.reason", {
                count: them.length,
                number: formatNumber(them.length, i18n.language),
                reason,
              })}
            </p>
            <p className="mt-1 text-muted tabular-nums">
              {them
                .slice(0, namedAtMost)
                .map(({ task }) => taskKeyOf(world, task))
                .join(", ")}
              {them.length > namedAtMost && ", …"}
            </p>
          </li>
        ))}
      </ul>
      <div className="mt-5 flex justify-end">
        <Button variant="primary" onClick={onClose}>
          {t("common.close")}
        </Button>
      </div>
    </Dialog>
  );
}

import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { useOrganization } from "#/lib/organization.tsx";
import { momentIn } from "#/lib/zoned.ts";
import { useApplyChanges } from "../mutations.ts";
import { describeTimeError } from "../refusals.ts";
import { planCell, type Span } from "./cell-plan.ts";
import type { SheetCell, SheetWork } from "./sheet-rows.ts";

interface BookCellOptions {
  busy: readonly Span[];
  personId: string;
  timezone: string;
}

// When a day's first hours are booked from, in minutes past midnight, where nothing says otherwise.
const opensAtMinutes = 9 * 60;

/** Turns what was typed into a cell into entries, or says why that cannot be. */
export function useBookCell({ busy, personId, timezone }: BookCellOptions) {
  const { t, i18n } = useTranslation();
  const { id } = useOrganization();
  const apply = useApplyChanges(id);
  const iso = (moment: number) => new Date(moment).toISOString();

  return async (work: SheetWork, cell: SheetCell, day: string, minutes: number) => {
    const opensAt = momentIn(day, opensAtMinutes, timezone).getTime();
    const plan = planCell({ ...cell, opensAt, busy }, minutes * 60_000);
    if (plan === "fixed") return void toast.error(t("time.cellFixed"));
    if (plan === "full") return void toast.error(t("time.cellFull"));
    try {
      await apply.mutateAsync({
        updates: plan.updates.map(({ end, ...entry }) => ({ ...entry, ended_at: iso(end) })),
        deletes: plan.deletes,
        creates: plan.creates.map(({ start, end }) => ({
          project_id: work.project_id,
          task_id: work.task_id,
          user_id: personId,
          started_at: iso(start),
          ended_at: iso(end),
          is_billable: cell.isBillable,
        })),
      });
    } catch (error) {
      toast.error(describeTimeError(error, i18n.language, timezone, t));
    }
  };
}

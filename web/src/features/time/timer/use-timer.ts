import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { asAppError } from "#/lib/app-error.ts";
import { formatClock } from "#/lib/duration.ts";
import { describeError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { useWorkWords } from "../components/use-work-words.ts";
import { type Start, useStartTimer, useStopTimer } from "../mutations.ts";
import { type TimeEntry, timeQueries } from "../queries.ts";

/** The person's one timer: what runs, and the ways to start and to stop it, with what is to be said about it. */
export function useTimer(userId: string) {
  const { t } = useTranslation();
  const { id: org } = useOrganization();
  const wordsOf = useWorkWords();
  const { data: running } = useQuery({ ...timeQueries.timer(userId), enabled: userId !== "" });
  const start = useStartTimer(org, userId);
  const stop = useStopTimer(org, userId);

  const startOn = async (work: Start): Promise<boolean> => {
    try {
      await start.mutateAsync(work);
      return true;
    } catch (error) {
      toast.error(describeError(asAppError(error), t));
      return false;
    }
  };

  const stopNow = async () => {
    const stopped = running;
    if (!stopped) return;
    try {
      const { started_at, ended_at } = await stop.mutateAsync();
      const seconds = (Date.parse(ended_at ?? started_at) - Date.parse(started_at)) / 1_000;
      const isHere = stopped.organization_id === org;
      toast.success(
        t("time.stopped", {
          duration: formatClock(seconds),
          work: wordsOf(stopped),
        }),
        isHere
          ? { action: { label: t("time.continue"), onClick: () => void startOn(startOf(stopped)) } }
          : {},
      );
    } catch (error) {
      toast.error(describeError(asAppError(error), t));
    }
  };

  return { running: running ?? undefined, start: startOn, stop: stopNow };
}

/** The same work once more. */
export function startOf(entry: TimeEntry): Start {
  const { project_id, task_id, description, is_billable, projects, tasks } = entry;
  return {
    project_id,
    ...(task_id ? { task_id } : {}),
    description,
    is_billable,
    shown: { projects, tasks },
  };
}

import { notifyManager, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { formatNumber } from "#/lib/format.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { holdUnsaved } from "#/lib/unsaved.ts";
import type { TaskChanges } from "../conflict.ts";
import { type BoardTask, taskQueries } from "../queries.ts";
import { putTask, removeTask } from "../task-cache.ts";
import {
  type BulkItem,
  type BulkOutcome,
  changeTasks,
  deleteTasks,
  labelTasks,
} from "./bulk-requests.ts";

/** What a task is to become; undefined where nothing changes for it. */
export type ChangeFor = (task: BoardTask) => TaskChanges | undefined;

/** How far a change of many has come. */
export interface BulkProgress {
  answered: number;
  total: number;
  stop: () => void;
}

/** Changes many tasks at once, with progress, a way back, and an account of what was refused. */
export function useBulk() {
  const { t, i18n } = useTranslation();
  const { id: org } = useOrganization();
  const queryClient = useQueryClient();
  const [progress, setProgress] = useState<BulkProgress>();
  const [refused, setRefused] = useState<BulkOutcome["refused"]>([]);

  const run = useCallback(
    async (
      total: number,
      work: (options: Parameters<typeof changeTasks>[2]) => Promise<BulkOutcome>,
      show: (outcome: BulkOutcome) => void,
    ): Promise<BulkOutcome> => {
      const release = holdUnsaved();
      const stopper = new AbortController();
      const stop = () => stopper.abort();
      setRefused([]);
      setProgress({ answered: 0, total, stop });
      try {
        const outcome = await work({
          signal: stopper.signal,
          onProgress: (answered) => setProgress({ answered, total, stop }),
          onChunk: (part) =>
            notifyManager.batch(() => {
              show(part);
              for (const { task, error } of part.refused) {
                if (error.code === "not_found") removeTask(queryClient, org, task.id);
                else if (error.code === "changed_meanwhile") putTask(queryClient, org, task);
              }
            }),
        });
        setRefused(outcome.refused);
        void queryClient.invalidateQueries({ queryKey: taskQueries.counts(org) });
        return outcome;
      } finally {
        setProgress(undefined);
        release();
      }
    },
    [org, queryClient],
  );

  const change = useCallback(
    async (tasks: readonly BoardTask[], changeFor: ChangeFor): Promise<BulkOutcome> => {
      const items = tasks.flatMap((task): BulkItem[] => {
        const changes = changeFor(task);
        return changes && isChange(task, changes) ? [{ task, changes }] : [];
      });
      const send = (them: readonly BulkItem[]) =>
        run(
          them.length,
          (options) => changeTasks(org, them, options),
          ({ done }) => {
            for (const { after } of done) putTask(queryClient, org, after);
          },
        );
      const outcome = await send(items);
      const count = outcome.done.length;
      if (count > 0) {
        const changed = new Map(items.map(({ task, changes }) => [task.id, changes]));
        toast.success(t("bulk.changed", { count, number: formatNumber(count, i18n.language) }), {
          action: {
            label: t("bulk.undo"),
            onClick: () =>
              void send(
                outcome.done.map(({ before, after }) => ({
                  task: after,
                  changes: formerOf(before, changed.get(before.id) ?? {}),
                })),
              ),
          },
        });
      }
      return outcome;
    },
    [i18n.language, org, queryClient, run, t],
  );

  const label = useCallback(
    (tasks: readonly BoardTask[], wanted: { id: string; isOn: boolean }) =>
      run(
        tasks.length,
        (options) => labelTasks(org, tasks, wanted, options),
        ({ done }) => {
          for (const { after } of done) putTask(queryClient, org, after);
        },
      ),
    [org, queryClient, run],
  );

  const remove = useCallback(
    async (tasks: readonly BoardTask[]): Promise<BulkOutcome> => {
      const outcome = await run(
        tasks.length,
        (options) => deleteTasks(org, tasks, options),
        ({ done }) => {
          for (const { before } of done) removeTask(queryClient, org, before.id);
        },
      );
      const count = outcome.done.length;
      if (count > 0) {
        toast.success(t("bulk.deleted", { count, number: formatNumber(count, i18n.language) }));
      }
      return outcome;
    },
    [i18n.language, org, queryClient, run, t],
  );

  return {
    change,
    label,
    remove,
    progress,
    refused,
    forgetRefused: useCallback(() => setRefused([]), []),
  };
}

function isChange(task: BoardTask, changes: TaskChanges): boolean {
  const now: Partial<Record<string, unknown>> = { ...task };
  return Object.entries(changes).some(([field, value]) => now[field] !== value);
}

/** The values that the changed fields had. */
function formerOf(before: BoardTask, changes: TaskChanges): TaskChanges {
  return Object.fromEntries(Object.entries(before).filter(([field]) => field in changes));
}

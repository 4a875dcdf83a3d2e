import { useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";
import { taskQueries } from "../queries.ts";
import { type LinkedTask, type Relations, relationQueries } from "./relations.ts";

interface Tie {
  taskId: string;
  /** Tied, or let go. */
  isOn: boolean;
}

/** Puts a label on a task, or takes it off. */
export function useSetLabel(org: string) {
  return useTie(org, {
    write: ({ taskId, isOn, labelId }: Tie & { labelId: string }) =>
      isOn
        ? request(
            supabase
              .from("task_labels")
              .insert({ organization_id: org, task_id: taskId, label_id: labelId }),
          )
        : request(
            supabase
              .from("task_labels")
              .delete()
              .eq("organization_id", org)
              .eq("task_id", taskId)
              .eq("label_id", labelId),
          ),
    patch: (now, { labelId, isOn }) => ({ ...now, labelIds: toggled(now.labelIds, labelId, isOn) }),
  });
}

/** Has somebody watch a task, or stop. */
export function useSetWatcher(org: string) {
  return useTie(org, {
    write: ({ taskId, isOn, userId }: Tie & { userId: string }) =>
      isOn
        ? request(
            supabase
              .from("task_watchers")
              .insert({ organization_id: org, task_id: taskId, user_id: userId }),
          )
        : request(
            supabase
              .from("task_watchers")
              .delete()
              .eq("organization_id", org)
              .eq("task_id", taskId)
              .eq("user_id", userId),
          ),
    patch: (now, { userId, isOn }) => ({
      ...now,
      watcherIds: toggled(now.watcherIds, userId, isOn),
    }),
  });
}

interface DependencyTie extends Tie {
  other: LinkedTask;
  /** Which way: the task waits for the other, or the other for it. */
  waits: boolean;
}

/** Says that one task waits for another, or that it no longer does. */
export function useSetDependency(org: string) {
  return useTie(org, {
    write: ({ taskId, other, waits, isOn }: DependencyTie) => {
      const [waiting, awaited] = waits ? [taskId, other.id] : [other.id, taskId];
      return isOn
        ? request(
            supabase
              .from("task_dependencies")
              .insert({ organization_id: org, task_id: waiting, depends_on_id: awaited }),
          )
        : request(
            supabase
              .from("task_dependencies")
              .delete()
              .eq("organization_id", org)
              .eq("task_id", waiting)
              .eq("depends_on_id", awaited),
          );
    },
    patch: (now, { other, waits, isOn }) => {
      const side = waits ? "waitsFor" : "awaitedBy";
      const others = now[side].filter(({ id }) => id !== other.id);
      const change = waits && other.completed_at === null ? (isOn ? 1 : -1) : 0;
      return {
        ...now,
        [side]: isOn ? [...others, other] : others,
        openBlockers: Math.max(0, now.openBlockers + change),
      };
    },
  });
}

interface NewLabel {
  name: string;
  colour: string;
}

/** Makes a label for everybody in the organization. */
export function useCreateLabel(org: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (label: NewLabel) =>
      request(
        supabase
          .from("labels")
          .insert({ organization_id: org, ...label })
          .select("id, name, colour")
          .single(),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: taskQueries.labels(org).queryKey }),
  });
}

interface TieOptions<Variables extends Tie> {
  write: (tie: Variables) => Promise<unknown>;
  patch: (now: Relations, tie: Variables) => Relations;
}

/** At once on the screen, then on the server; whatever comes back, the truth is asked for. */
function useTie<Variables extends Tie>(org: string, { write, patch }: TieOptions<Variables>) {
  const queryClient = useQueryClient();
  const keyOf = (taskId: string) => relationQueries.of(org, taskId).queryKey;
  return useMutation({
    mutationFn: write,
    onMutate: async (tie: Variables) => {
      await queryClient.cancelQueries({ queryKey: keyOf(tie.taskId) });
      queryClient.setQueryData<Relations>(keyOf(tie.taskId), (now) => now && patch(now, tie));
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: relationQueries.all(org) }),
  });
}

function toggled(ids: readonly string[], id: string, isOn: boolean): string[] {
  const others = ids.filter((each) => each !== id);
  return isOn ? [...others, id] : others;
}

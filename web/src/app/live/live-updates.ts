import type { QueryClient } from "@tanstack/react-query";
import { overviewQueries } from "#/features/overview/queries.ts";
import { projectQueries } from "#/features/projects/queries.ts";
import { relationQueries } from "#/features/tasks/detail/relations.ts";
import { rememberActor } from "#/features/tasks/last-actors.ts";
import { turnOf } from "#/features/tasks/mutations.ts";
import { fetchTasksByIds, taskQueries } from "#/features/tasks/queries.ts";
import { cachedTask, isWatchedSlice, putTask, removeTask } from "#/features/tasks/task-cache.ts";
import { inTurn } from "#/lib/in-turn.ts";
import type { LiveEvent } from "#/lib/live-channel.ts";

// Events that come together are answered by one request.
const gatherMs = 40;
// A change of many rows comes as many RELOADs; what is shown is fetched anew when they pause, or after this long.
const reloadPauseMs = 400;
const maxReloadDelayMs = 2_000;
const maxIdsPerRequest = 100;

/** Which parts of the cache tell of a table; the rest of an organization does not change with it. */
const staleBy: Record<string, readonly string[]> = {
  memberships: ["people", "members", "permissions", "usage"],
  roles: ["people", "permissions"],
  invitations: ["people"],
  organizations: ["settings", "permissions", "usage"],
  organization_domains: ["domains"],
  plan_requests: ["plan-request"],
  labels: ["labels"],
  saved_views: ["saved-views"],
  time_entries: ["time", "budgets"],
  rates: ["rates", "budgets"],
  project_budgets: ["budgets"],
  comments: ["comments"],
  attachments: ["attachments"],
};
// What concerns the person, whatever the organization.
const staleForPerson = new Set(["memberships", "roles", "invitations", "organizations"]);

// Their events carry the task's id.
const tiedToTasks = new Set(["task_labels", "task_dependencies", "task_watchers"]);

export interface LiveUpdates {
  apply: (event: LiveEvent) => void;
  /** Refetches everything shown of the organization; what is not shown is refetched when it is. */
  refetchAll: () => void;
  stop: () => void;
}

/**
 * Turns events, which say only that a row changed, into a cache that is right again: tasks are fetched by
 * their ids under row-level security and put where they are shown, everything else is refetched.
 */
export function createLiveUpdates(queryClient: QueryClient, org: string): LiveUpdates {
  const changed = new Set<string>();
  // Those whose look changed without a new version.
  const forced = new Set<string>();
  // Those that nobody can have counted before.
  const created = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let reloadTimer: ReturnType<typeof setTimeout> | undefined;
  let reloadBy = 0;

  const refresh = async (ids: readonly string[]) => {
    const tied = new Set(ids.filter((id) => forced.delete(id)));
    const fresh = new Set(ids.filter((id) => created.delete(id)));
    try {
      const rows = await fetchTasksByIds(org, ids);
      const seen = new Map(rows.map((row) => [row.id, row]));
      for (const id of ids) {
        // Behind a change of ours that is under way; its answer may be younger than these rows.
        void inTurn(turnOf(id), async () => {
          const row = seen.get(id);
          if (!row) return removeTask(queryClient, org, id);
          const known = cachedTask(queryClient, org, id);
          if (known && row.version < known.version + (tied.has(id) ? 0 : 1)) return;
          putTask(queryClient, org, row, { isNew: fresh.has(id) });
        });
      }
      // A panel holds more than a card does.
      await queryClient.invalidateQueries({
        queryKey: taskQueries.details(org),
        predicate: ({ state }) => isOneOf(ids, state.data),
      });
    } catch {
      await queryClient.invalidateQueries({ queryKey: taskQueries.all(org) });
    }
  };

  const flush = () => {
    const ids = [...changed];
    changed.clear();
    for (let at = 0; at < ids.length; at += maxIdsPerRequest) {
      void refresh(ids.slice(at, at + maxIdsPerRequest));
    }
    void queryClient.invalidateQueries({ queryKey: projectQueries.allProgress(org) });
    void queryClient.invalidateQueries({ queryKey: taskQueries.counts(org) });
    void queryClient.invalidateQueries(overviewQueries.tasks(org));
    // Parts and blockers are shown with what they are called and how far they are.
    void queryClient.invalidateQueries({ queryKey: relationQueries.all(org) });
  };

  const reload = () => {
    const now = Date.now();
    if (reloadTimer === undefined) reloadBy = now + maxReloadDelayMs;
    clearTimeout(reloadTimer);
    reloadTimer = setTimeout(
      () => {
        reloadTimer = undefined;
        void queryClient.invalidateQueries({ queryKey: taskQueries.all(org) });
        void queryClient.invalidateQueries({ queryKey: relationQueries.all(org) });
        void queryClient.invalidateQueries({ queryKey: projectQueries.allProgress(org) });
        void queryClient.invalidateQueries(overviewQueries.tasks(org));
      },
      Math.min(reloadPauseMs, reloadBy - now),
    );
  };

  const gather = (id: string | undefined) => {
    if (id) changed.add(id);
    clearTimeout(timer);
    timer = setTimeout(flush, gatherMs);
  };

  const applyToTasks = ({ type, id, version, actor_id }: LiveEvent) => {
    if (type === "RELOAD" || !id) return reload();
    rememberActor(id, actor_id);
    const known = cachedTask(queryClient, org, id);
    if (type === "DELETE") {
      if (known) removeTask(queryClient, org, id);
      else void queryClient.invalidateQueries({ queryKey: taskQueries.slices(org) });
      return gather(undefined);
    }
    if (type === "INSERT") created.add(id);
    const isKnown = known !== undefined && version != null && known.version >= version;
    gather(isKnown ? undefined : id);
  };

  /** A label or a dependency: the task looks different, and its version is what it was. */
  const refreshTied = ({ table, type, id }: LiveEvent) => {
    void queryClient.invalidateQueries({ queryKey: relationQueries.all(org) });
    if (table === "task_watchers") {
      void queryClient.invalidateQueries({
        queryKey: taskQueries.slices(org),
        predicate: ({ state }) => isWatchedSlice(state.data),
      });
      return;
    }
    if (type === "RELOAD" || !id) return reload();
    forced.add(id);
    gather(id);
  };

  const refetchWhatTells = (table: string) => {
    for (const part of staleBy[table] ?? []) {
      void queryClient.invalidateQueries({ queryKey: ["org", org, part] });
    }
    if (table === "time_entries") void queryClient.invalidateQueries({ queryKey: ["me", "timer"] });
    if (!staleForPerson.has(table)) return;
    void queryClient.invalidateQueries({ queryKey: ["me", "organizations"] });
    void queryClient.invalidateQueries({ queryKey: ["me", "invitations"] });
  };

  return {
    apply: (event) => {
      if (event.table === "tasks") applyToTasks(event);
      else if (tiedToTasks.has(event.table)) refreshTied(event);
      else if (event.table in staleBy) refetchWhatTells(event.table);
      else if (event.table === "projects" || event.table === "project_statuses") {
        void queryClient.invalidateQueries({ queryKey: projectQueries.all(org) });
      }
    },
    refetchAll: () => {
      void queryClient.invalidateQueries({ queryKey: ["org", org] });
      // Also whether one still belongs to it, and whether one's timer still runs.
      void queryClient.invalidateQueries({ queryKey: ["me", "organizations"] });
      void queryClient.invalidateQueries({ queryKey: ["me", "timer"] });
    },
    stop: () => {
      clearTimeout(timer);
      clearTimeout(reloadTimer);
    },
  };
}

function isOneOf(ids: readonly string[], data: unknown): boolean {
  return (
    typeof data === "object" &&
    data !== null &&
    "id" in data &&
    typeof data.id === "string" &&
    ids.includes(data.id)
  );
}

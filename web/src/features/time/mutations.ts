import type { TimeEntryCreate, TimeEntryUpdate, TimerStart } from "@flowdesk/types/time";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { unlessChanged } from "#/lib/changed-meanwhile.ts";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";
import { type RunningTimer, type TimeEntry, timeQueries } from "./queries.ts";

/** What is to be worked on, and how it is shown until the server has answered. */
export interface Start extends TimerStart {
  shown: Pick<RunningTimer, "projects" | "tasks">;
}

/** Starts the person's timer; the one that runs stops at the same instant. Ticks at once. */
export function useStartTimer(org: string, userId: string) {
  const queryClient = useQueryClient();
  const { queryKey } = timeQueries.timer(userId);
  return useMutation({
    scope: { id: "timer" },
    mutationFn: ({ shown: _, ...start }: Start) =>
      request(supabase.rpc("start_timer", { organization_id: org, ...start }).select("id")),
    onMutate: async ({ shown, ...start }) => {
      await queryClient.cancelQueries({ queryKey });
      const before = queryClient.getQueryData(queryKey);
      const starting: RunningTimer = {
        id: "starting",
        organization_id: org,
        organizations: null,
        user_id: userId,
        project_id: start.project_id ?? "",
        task_id: start.task_id ?? null,
        description: start.description ?? "",
        started_at: new Date().toISOString(),
        ended_at: null,
        is_billable: start.is_billable ?? true,
        version: 0,
        ...shown,
      };
      queryClient.setQueryData(queryKey, starting);
      return { before };
    },
    onError: (_error, _start, context) =>
      queryClient.setQueryData(queryKey, context?.before ?? null),
    onSettled: () => refresh(queryClient, org),
  });
}

/** Stops the person's timer, in whatever organization it runs. */
export function useStopTimer(org: string, userId: string) {
  const queryClient = useQueryClient();
  const { queryKey } = timeQueries.timer(userId);
  return useMutation({
    scope: { id: "timer" },
    mutationFn: () =>
      request(supabase.rpc("stop_timer", {}).select("id, started_at, ended_at, organization_id")),
    onMutate: async () => {
      await queryClient.cancelQueries({ queryKey });
      const before = queryClient.getQueryData(queryKey);
      queryClient.setQueryData(queryKey, null);
      return { before };
    },
    onError: (_error, _nothing, context) =>
      queryClient.setQueryData(queryKey, context?.before ?? null),
    onSettled: () => refresh(queryClient, org),
  });
}

/** Books work that is done. */
export function useCreateEntry(org: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (entry: TimeEntryCreate) => createEntry(org, entry),
    onSettled: () => refresh(queryClient, org),
  });
}

/** Changes an entry, unless somebody else did since it was read. */
export function useUpdateEntry(org: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ entry, changes }: { entry: SeenEntry; changes: TimeEntryUpdate }) =>
      updateEntry(org, entry, changes),
    onSettled: () => refresh(queryClient, org),
  });
}

export function useDeleteEntry(org: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (entry: SeenEntry) => deleteEntry(org, entry),
    onSettled: () => refresh(queryClient, org),
  });
}

type SeenEntry = Pick<TimeEntry, "id" | "version">;

/** What a cell of a timesheet turns into: entries that end elsewhere, that go, and that come. */
export interface EntryChanges {
  updates: readonly (SeenEntry & { ended_at: string })[];
  deletes: readonly SeenEntry[];
  creates: readonly TimeEntryCreate[];
}

/** Makes room first, then fills it. What was done before a refusal stays, and the sheet shows it. */
export function useApplyChanges(org: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ updates, deletes, creates }: EntryChanges) => {
      for (const entry of deletes) await deleteEntry(org, entry);
      for (const { ended_at, ...entry } of updates) await updateEntry(org, entry, { ended_at });
      for (const entry of creates) await createEntry(org, entry);
    },
    onSettled: () => refresh(queryClient, org),
  });
}

function createEntry(org: string, entry: TimeEntryCreate) {
  return request(
    supabase
      .from("time_entries")
      .insert({ ...entry, organization_id: org })
      .select("id")
      .single(),
  );
}

async function updateEntry(org: string, { id, version }: SeenEntry, changes: TimeEntryUpdate) {
  return unlessChanged(
    await request(
      supabase
        .from("time_entries")
        .update(changes)
        .eq("organization_id", org)
        .eq("id", id)
        .eq("version", version)
        .select("id")
        .maybeSingle(),
    ),
  );
}

async function deleteEntry(org: string, { id, version }: SeenEntry) {
  return unlessChanged(
    await request(
      supabase
        .from("time_entries")
        .delete()
        .eq("organization_id", org)
        .eq("id", id)
        .eq("version", version)
        .select("id")
        .maybeSingle(),
    ),
  );
}

async function refresh(queryClient: QueryClient, org: string) {
  await queryClient.invalidateQueries({ queryKey: ["me", "timer"] });
  await queryClient.invalidateQueries({ queryKey: timeQueries.all(org) });
  // How much of a project's budget is used.
  await queryClient.invalidateQueries({ queryKey: ["org", org, "budgets"] });
}

import type { ProjectStatusCreate, ProjectStatusUpdate } from "@flowdesk/types/projects";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { AppError, asAppError } from "#/lib/app-error.ts";
import { unlessChanged } from "#/lib/changed-meanwhile.ts";
import { request, requestCounted } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";
import { type Project, projectQueries } from "../queries.ts";

// Of fifty statuses each may lead to each.
const maxTransitions = 2_450;

export type Status = Project["statuses"][number];
export type Transition = Awaited<ReturnType<typeof fetchTransitions>>[number];

export const workflowQueries = {
  transitions: (org: string, projectId: string) =>
    queryOptions({
      queryKey: [...projectQueries.all(org), "transitions", projectId] as const,
      queryFn: ({ signal }) => fetchTransitions(org, projectId, signal),
    }),
  tasksIn: (org: string, projectId: string, status: string) =>
    queryOptions({
      queryKey: [...projectQueries.allProgress(org), "status", projectId, status] as const,
      queryFn: ({ signal }) => fetchTasksIn(org, projectId, status, signal),
      staleTime: 0,
    }),
};

export function useCreateStatus(org: string, projectId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (status: ProjectStatusCreate) =>
      request(
        supabase
          .from("project_statuses")
          .insert({ ...status, organization_id: org, project_id: projectId }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: projectQueries.all(org) }),
  });
}

interface StatusChange {
  id: string;
  changes: ProjectStatusUpdate;
}

/** Changes statuses at once on the screen, then one after the other on the server, unless somebody else was first. */
export function useChangeStatuses(org: string, project: Pick<Project, "id" | "key">) {
  const queryClient = useQueryClient();
  const { queryKey } = projectQueries.byKey(org, project.key);
  const patch = (id: string, values: Partial<Status>) =>
    queryClient.setQueryData(
      queryKey,
      (known) =>
        known && {
          ...known,
          statuses: known.statuses
            .map((status) => (status.id === id ? { ...status, ...values } : status))
            .toSorted((a, b) => (a.position < b.position ? -1 : a.position > b.position ? 1 : 0)),
        },
    );
  return useMutation({
    // The second of two quick changes would else meet the first one's version.
    scope: { id: `statuses:${project.id}` },
    mutationFn: async (changes: readonly StatusChange[]) => {
      for (const change of changes) {
        const seen = queryClient
          .getQueryData(queryKey)
          ?.statuses.find((status) => status.id === change.id);
        const row = unlessChanged(
          await request(
            supabase
              .from("project_statuses")
              .update(change.changes)
              .eq("organization_id", org)
              .eq("id", change.id)
              .eq("version", seen?.version ?? 0)
              .select("version")
              .maybeSingle(),
          ),
        );
        patch(change.id, row);
      }
    },
    onMutate: async (changes) => {
      await queryClient.cancelQueries({ queryKey });
      for (const { id, changes: values } of changes) patch(id, values);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: projectQueries.all(org) }),
  });
}

/** Removes a status. Its tasks go to `moveTo` first, so that none is lost whatever happens in between. */
export function useDeleteStatus(org: string, projectId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ status, moveTo }: { status: Status; moveTo: string | undefined }) => {
      if (moveTo !== undefined) await moveTasks(org, projectId, status.key, moveTo);
      try {
        unlessChanged(
          await request(
            supabase
              .from("project_statuses")
              .delete()
              .eq("organization_id", org)
              .eq("id", status.id)
              .select("id")
              .maybeSingle(),
          ),
        );
      } catch (error) {
        throw namedRefusal(asAppError(error));
      }
    },
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: projectQueries.all(org) });
      await queryClient.invalidateQueries({ queryKey: ["org", org, "tasks"] });
    },
  });
}

/** Opens ways between statuses. */
export function useAddTransitions(org: string, projectId: string) {
  return useTransitionMutation(
    org,
    projectId,
    (ways) =>
      request(
        supabase.from("status_transitions").upsert(
          ways.map((way) => ({ ...way, organization_id: org, project_id: projectId })),
          { ignoreDuplicates: true },
        ),
      ),
    (known, ways) => [...known, ...ways],
  );
}

/** Closes one way between statuses. */
export function useRemoveTransition(org: string, projectId: string) {
  return useTransitionMutation(
    org,
    projectId,
    ([way]) =>
      request(
        supabase
          .from("status_transitions")
          .delete()
          .eq("organization_id", org)
          .eq("project_id", projectId)
          .eq("from_status", way?.from_status ?? "")
          .eq("to_status", way?.to_status ?? ""),
      ),
    (known, ways) => known.filter((each) => !ways.some((way) => isSameWay(way, each))),
  );
}

/** Takes the rule away: without any transition all ways are open. */
export function useOpenAllWays(org: string, projectId: string) {
  return useTransitionMutation(
    org,
    projectId,
    () =>
      request(
        supabase
          .from("status_transitions")
          .delete()
          .eq("organization_id", org)
          .eq("project_id", projectId),
      ),
    () => [],
  );
}

export function isSameWay(a: Transition, b: Transition): boolean {
  return a.from_status === b.from_status && a.to_status === b.to_status;
}

function useTransitionMutation(
  org: string,
  projectId: string,
  send: (ways: readonly Transition[]) => Promise<unknown>,
  apply: (known: readonly Transition[], ways: readonly Transition[]) => Transition[],
) {
  const queryClient = useQueryClient();
  const { queryKey } = workflowQueries.transitions(org, projectId);
  return useMutation({
    scope: { id: `transitions:${projectId}` },
    mutationFn: send,
    onMutate: async (ways) => {
      await queryClient.cancelQueries({ queryKey });
      queryClient.setQueryData(queryKey, (known) => known && apply(known, ways));
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
}

/** All of them in one statement, archived ones too. */
function moveTasks(org: string, projectId: string, from: string, to: string) {
  return request(
    supabase
      .from("tasks")
      .update({ status: to })
      .eq("organization_id", org)
      .eq("project_id", projectId)
      .eq("status", from),
  );
}

/** The reference of the tasks has no code of ours. */
function namedRefusal(error: AppError): AppError {
  if (error.code !== "23503") return error;
  const { message, status } = error;
  return new AppError({ code: "status_in_use", message, status });
}

function fetchTransitions(org: string, projectId: string, signal: AbortSignal) {
  return request(
    supabase
      .from("status_transitions")
      .select("from_status, to_status")
      .eq("organization_id", org)
      .eq("project_id", projectId)
      .order("from_status")
      .order("to_status")
      .limit(maxTransitions)
      .abortSignal(signal),
  );
}

/** How many tasks are in a status, archived ones too: a reference is a reference. */
async function fetchTasksIn(org: string, projectId: string, status: string, signal: AbortSignal) {
  const { total } = await requestCounted(
    supabase
      .from("tasks")
      .select("id", { count: "exact", head: true })
      .eq("organization_id", org)
      .eq("project_id", projectId)
      .eq("status", status)
      .abortSignal(signal),
  );
  return total;
}

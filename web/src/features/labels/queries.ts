import type { LabelCreate, LabelUpdate } from "@flowdesk/types/labels";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { unlessChanged } from "#/lib/changed-meanwhile.ts";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";

// More words than this to sort by sort nothing.
const maxLabels = 500;

export type Label = Awaited<ReturnType<typeof fetchLabels>>[number];

export const labelQueries = {
  all: (org: string) => ["org", org, "labels"] as const,
  list: (org: string) =>
    queryOptions({
      queryKey: [...labelQueries.all(org), "list"] as const,
      queryFn: ({ signal }) => fetchLabels(org, signal),
    }),
};

export function useCreateLabel(org: string) {
  return useLabelMutation(org, (label: LabelCreate) =>
    request(supabase.from("labels").insert({ ...label, organization_id: org })),
  );
}

/** Changes a label, unless somebody else did since it was read. */
export function useUpdateLabel(org: string) {
  return useLabelMutation(
    org,
    async ({ label, changes }: { label: Pick<Label, "id" | "version">; changes: LabelUpdate }) =>
      unlessChanged(
        await request(
          supabase
            .from("labels")
            .update(changes)
            .eq("organization_id", org)
            .eq("id", label.id)
            .eq("version", label.version)
            .select("id")
            .maybeSingle(),
        ),
      ),
  );
}

/** Deletes a label, and takes it off every task. */
export function useDeleteLabel(org: string) {
  return useLabelMutation(org, async (label: Pick<Label, "id">) =>
    unlessChanged(
      await request(
        supabase
          .from("labels")
          .delete()
          .eq("organization_id", org)
          .eq("id", label.id)
          .select("id")
          .maybeSingle(),
      ),
    ),
  );
}

function useLabelMutation<Variables>(
  org: string,
  mutationFn: (variables: Variables) => Promise<unknown>,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => queryClient.invalidateQueries({ queryKey: labelQueries.all(org) }),
  });
}

/** By name, each with how many tasks that the person sees carry it. */
async function fetchLabels(org: string, signal: AbortSignal) {
  const rows = await request(
    supabase
      .from("labels")
      .select("id, name, colour, version, task_labels(count)")
      .eq("organization_id", org)
      .order("name")
      .order("id")
      .limit(maxLabels)
      .abortSignal(signal),
  );
  return rows.map(({ task_labels, ...label }) => ({ ...label, tasks: task_labels[0]?.count ?? 0 }));
}

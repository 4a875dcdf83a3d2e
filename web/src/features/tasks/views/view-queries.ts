import { type SavedViewUpdate, savedViewCreateSchema } from "@flowdesk/types/saved-views";
import { readTaskFilter, type TaskSearch, writeTaskSearch } from "@flowdesk/types/task-filters";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { unlessChanged } from "#/lib/changed-meanwhile.ts";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";

const columns = "id, project_id, owner_id, name, layout, query, is_shared, version" as const;
// As many as a menu can show.
const maxViews = 200;

export type SavedView = Awaited<ReturnType<typeof fetchViews>>[number];
/** What a view keeps. */
export type ViewValues = z.infer<typeof valuesSchema>;

const valuesSchema = savedViewCreateSchema.required({ layout: true, query: true, is_shared: true });

export const viewQueries = {
  all: (org: string) => ["org", org, "saved-views"] as const,
  /** Those of a project, or those across all of them. */
  list: (org: string, projectId: string | null) =>
    queryOptions({
      queryKey: [...viewQueries.all(org), projectId] as const,
      queryFn: ({ signal }) => fetchViews(org, projectId, signal),
      staleTime: 60_000,
    }),
};

async function fetchViews(org: string, projectId: string | null, signal: AbortSignal) {
  const query = supabase
    .from("saved_views")
    .select(columns)
    .eq("organization_id", org)
    .order("name")
    .order("id")
    .limit(maxViews)
    .abortSignal(signal);
  const rows = await request(
    projectId === null ? query.is("project_id", null) : query.eq("project_id", projectId),
  );
  return rows.map(({ query: kept, ...row }) => ({ ...row, search: searchOf(kept) }));
}

/** A view may have been saved by a later version; what is understood of it counts. */
function searchOf(query: unknown): TaskSearch {
  const parsed = z.record(z.string(), z.unknown()).safeParse(query);
  return parsed.success ? writeTaskSearch(readTaskFilter(parsed.data)) : {};
}

/** Keeps a view, changes one, or lets go of one. */
export function useViewMutations(org: string) {
  const queryClient = useQueryClient();
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: viewQueries.all(org) });
  const create = useMutation({
    mutationFn: (values: ViewValues) =>
      request(
        supabase
          .from("saved_views")
          .insert({ ...valuesSchema.parse(values), organization_id: org })
          .select("id")
          .single(),
      ),
    onSuccess,
  });
  const update = useMutation({
    mutationFn: async ({ view, values }: { view: SavedView; values: SavedViewUpdate }) =>
      unlessChanged(
        await request(
          supabase
            .from("saved_views")
            .update(values)
            .eq("organization_id", org)
            .eq("id", view.id)
            .eq("version", view.version)
            .select("id")
            .maybeSingle(),
        ),
      ),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: async (view: SavedView) =>
      unlessChanged(
        await request(
          supabase
            .from("saved_views")
            .delete()
            .eq("organization_id", org)
            .eq("id", view.id)
            .select("id")
            .maybeSingle(),
        ),
      ),
    onSuccess,
  });
  return { create, update, remove };
}

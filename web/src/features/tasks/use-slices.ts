import { type UseQueryResult, useQueries, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState } from "react";
import type { SectionSpec } from "./filters/sections.ts";
import type { TaskView } from "./filters/task-view.ts";
import { fetchMore, type SliceSpec, sliceStep, type TaskSlice, taskQueries } from "./queries.ts";
import { appendTasks } from "./task-cache.ts";

/** A section of a view, as far as it is loaded. */
export interface Section {
  id: string;
  /** Undefined until the first answer. */
  slice: TaskSlice | undefined;
}

export interface Slices {
  sections: readonly Section[];
  isPending: boolean;
  /** The first failure, while nothing is there to show instead. */
  error: unknown;
  retry: () => void;
  /** Loads more of one section; quiet while that is under way. */
  loadMore: (id: string, count?: number) => Promise<void>;
  /** Loads everything up to `maximum` tasks, telling how many there are so far. */
  loadAll: (maximum: number, onLoaded?: (count: number) => void) => Promise<TaskSlice[]>;
  /** Loading more failed; the next wish tries again. */
  hasFailedMore: boolean;
}

/** The sections of a view, each fetched, counted and paged by itself. */
export function useSlices(org: string, view: TaskView, specs: readonly SectionSpec[]): Slices {
  const queryClient = useQueryClient();
  const [hasFailedMore, setFailedMore] = useState(false);
  const underWay = useRef(new Map<string, Promise<void>>());
  const queries = useMemo(
    () => specs.map((spec) => taskQueries.slice(org, sliceSpec(view, spec))),
    [org, view, specs],
  );
  const { slices, isPending, error, refetch } = useQueries({ queries: [...queries], combine });
  const sections = useMemo(
    () => specs.map(({ id }, index): Section => ({ id, slice: slices[index] })),
    [specs, slices],
  );

  const loadMore = useCallback(
    (id: string, count = sliceStep * 3) => {
      const query = queries[specs.findIndex((spec) => spec.id === id)];
      if (!query) return Promise.resolve();
      const before = underWay.current.get(id);
      if (before) return before;
      const load = async () => {
        const slice = queryClient.getQueryData<TaskSlice>(query.queryKey);
        if (!slice?.next) return;
        try {
          const longer = await fetchMore(org, slice, count);
          appendTasks(queryClient, query.queryKey, slice, longer);
          setFailedMore(false);
        } catch {
          setFailedMore(true);
        }
      };
      const loading = load().finally(() => underWay.current.delete(id));
      underWay.current.set(id, loading);
      return loading;
    },
    [org, queries, queryClient, specs],
  );

  const loadAll = useCallback(
    async (maximum: number, onLoaded?: (count: number) => void) => {
      const current = () =>
        queries.flatMap(({ queryKey }) => queryClient.getQueryData<TaskSlice>(queryKey) ?? []);
      const loaded = () => current().reduce((sum, { tasks }) => sum + tasks.length, 0);
      for (const { id } of specs) {
        const query = queries[specs.findIndex((spec) => spec.id === id)];
        let count = -1;
        // Ends also when nothing came: a failure, which the caller sees by what is missing.
        while (query && loaded() < maximum && loaded() > count) {
          if (!queryClient.getQueryData<TaskSlice>(query.queryKey)?.next) break;
          count = loaded();
          await loadMore(id, 999);
          onLoaded?.(loaded());
        }
      }
      return current();
    },
    [loadMore, queries, queryClient, specs],
  );

  return { sections, isPending, error, retry: refetch, loadMore, loadAll, hasFailedMore };
}

/** One answer of many; the same object as long as nothing changed. */
function combine(answers: readonly UseQueryResult<TaskSlice>[]) {
  const failed = answers.find(({ isError, data }) => isError && data === undefined);
  return {
    slices: answers.map(({ data }) => data),
    isPending: answers.some(({ isPending }) => isPending),
    error: failed?.error,
    refetch: () => {
      for (const answer of answers) if (answer.isError) void answer.refetch();
    },
  };
}

function sliceSpec(view: TaskView, section: SectionSpec): SliceSpec {
  return {
    conditions: [...view.conditions, ...section.conditions],
    order: view.order,
    direction: view.direction,
  };
}

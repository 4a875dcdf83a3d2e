import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { request } from "#/lib/request.ts";
import { supabase } from "#/lib/supabase.ts";
import type { SearchKind } from "./kinds.ts";
import { searchKinds } from "./kinds.ts";

/** As many as one answer of a search holds. */
export const maxHits = 100;
// The database refuses longer ones.
const maxQuery = 1_000;

const hitSchema = z.object({
  kind: z.enum(searchKinds),
  id: z.uuid(),
  // Null to those who may not read projects, without which there is no page to open.
  key: z.string().nullable(),
  title: z.string(),
  title_html: z.string(),
  excerpt_html: z.string().nullable(),
  changed_at: z.string(),
});

/** One thing that was found and can be opened. */
export type Hit = z.infer<typeof hitSchema> & { key: string };

export const searchQueries = {
  all: (org: string) => ["org", org, "search"] as const,
  /** What fits, best first. What was found before stays until the answer to the next letter is there. */
  hits: (org: string, typed: string, kinds: readonly SearchKind[], count: number) => {
    const query = typed.trim().slice(0, maxQuery);
    return queryOptions({
      queryKey: [...searchQueries.all(org), query, kinds, count] as const,
      queryFn: ({ signal }) => fetchHits(org, query, kinds, count, signal),
      placeholderData: keepPreviousData,
      staleTime: 10_000,
      enabled: isWorthAsking(query),
    });
  },
};

/** A single letter fits everything; a single sign of Chinese or Japanese is a word. */
export function isWorthAsking(query: string): boolean {
  const words = query.trim();
  return words.length > 1 || /[^\p{ASCII}]/u.test(words);
}

async function fetchHits(
  org: string,
  query: string,
  kinds: readonly SearchKind[],
  count: number,
  signal: AbortSignal,
): Promise<Hit[]> {
  const rows = await request(
    supabase
      .rpc("search", {
        organization_id: org,
        query,
        kinds: [...(kinds.length > 0 ? kinds : searchKinds)],
        max_results: count,
      })
      .abortSignal(signal),
  );
  return z
    .array(hitSchema)
    .parse(rows)
    .flatMap(({ key, ...hit }) => (key === null ? [] : [{ ...hit, key }]));
}

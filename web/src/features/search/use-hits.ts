import { useQuery } from "@tanstack/react-query";
import { useOrganization } from "#/lib/organization.tsx";
import { useDebounced } from "#/lib/use-debounced.ts";
import { type Hit, isWorthAsking, searchQueries } from "./queries.ts";

// Between two letters of somebody who types; a request that is overtaken is taken back.
const typingMs = 120;
const shownHits = 12;
const noHits: readonly Hit[] = [];

/** What fits what is being typed. */
export function useHits(typed: string): { hits: readonly Hit[]; isPending: boolean } {
  const { id } = useOrganization();
  const asked = useDebounced(typed.trim(), typingMs);
  const { data, isFetching, isPlaceholderData } = useQuery(
    searchQueries.hits(id, asked, [], shownHits),
  );
  if (!isWorthAsking(typed)) return { hits: noHits, isPending: false };
  const isBehind = asked !== typed.trim() || isPlaceholderData;
  return { hits: data ?? noHits, isPending: isBehind || (isFetching && data === undefined) };
}

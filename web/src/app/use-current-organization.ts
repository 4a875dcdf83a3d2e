import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { organizationQueries } from "#/features/organizations/queries.ts";

interface Loaded {
  id: string;
  name: string;
  slug: string;
}

/**
 * The organization as the list of one's own has it now. When it is gone from there, because one was removed,
 * its loader runs again and says so, and what the cache holds of it is dropped. Who may do nothing there any more
 * has perhaps been removed: then the list is asked for anew.
 */
export function useCurrentOrganization(loaded: Loaded): Loaded {
  const router = useRouter();
  const queryClient = useQueryClient();
  const { data: mine } = useQuery({
    ...organizationQueries.mine(),
    // Whoever comes back to the tab may have been removed meanwhile.
    refetchOnWindowFocus: "always",
    refetchOnReconnect: "always",
  });
  const { data: permissions } = useQuery(organizationQueries.permissions(loaded.id));
  const current = mine?.find(({ id }) => id === loaded.id);
  const isGone = mine !== undefined && current === undefined;
  const mayNothing = permissions?.length === 0;

  useEffect(() => {
    if (mayNothing) {
      void queryClient.invalidateQueries({ queryKey: organizationQueries.mine().queryKey });
    }
  }, [mayNothing, queryClient]);

  useEffect(() => {
    if (!isGone) return;
    // Only once the pages are gone, or they would ask for everything again.
    void router.invalidate().finally(() => {
      queryClient.removeQueries({ queryKey: ["org", loaded.id] });
    });
  }, [isGone, loaded.id, queryClient, router]);

  return current ?? loaded;
}

import type { QueryClient } from "@tanstack/react-query";
import { paths } from "#/lib/paths.ts";
import { currentSession, hasLeftOnPurpose, onSessionChange } from "#/lib/session.ts";
import type { AppRouter } from "./router.tsx";

/**
 * When another person is signed in, or nobody: lets the guards decide anew, and forgets what the cache holds,
 * which was the former one's. A refreshed token changes nothing.
 */
export function followSession(router: AppRouter, queryClient: QueryClient): void {
  let userId = currentSession()?.user.id;
  onSessionChange(() => {
    const former = userId;
    userId = currentSession()?.user.id;
    if (userId === former) return;
    if (userId === undefined) {
      const leave = hasLeftOnPurpose() ? router.navigate(paths.signIn()) : router.invalidate();
      // Only once the pages are gone, or they would ask for everything again, as nobody.
      void leave.finally(() => queryClient.clear());
      return;
    }
    if (former !== undefined) queryClient.clear();
    void router.invalidate();
  });
}

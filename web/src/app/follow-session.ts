import type { QueryClient } from "@tanstack/react-query";
import { paths } from "#/lib/paths.ts";
import { currentSession, hasLeftOnPurpose, onSessionChange } from "#/lib/session.ts";
import type { AppRouter } from "./router.tsx";

/**
 * When another person is signed in, or nobody: forgets what the cache holds, which was the former one's, and
 * lets the guards decide anew. A refreshed token changes nothing.
 */
export function followSession(router: AppRouter, queryClient: QueryClient): void {
  let userId = currentSession()?.user.id;
  onSessionChange(() => {
    const now = currentSession()?.user.id;
    if (now === userId) return;
    const wasSomebody = userId !== undefined;
    userId = now;
    if (wasSomebody) queryClient.clear();
    if (!now && hasLeftOnPurpose()) void router.navigate(paths.signIn());
    else void router.invalidate();
  });
}

import type { QueryClient } from "@tanstack/react-query";
import { hasUnsaved } from "#/lib/unsaved.ts";

/** Has the browser ask before the page goes while changes wait for the server, or for the end of the typing. */
export function warnBeforeLeaving(queryClient: QueryClient): void {
  window.addEventListener("beforeunload", (event) => {
    if (hasUnsaved() || queryClient.isMutating() > 0) event.preventDefault();
  });
}

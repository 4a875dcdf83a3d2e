import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createQueryClient } from "#/lib/query-client.ts";
import { followSession } from "./follow-session.ts";
import { createAppRouter } from "./router.tsx";
import { warnBeforeLeaving } from "./warn-before-leaving.ts";

const queryClient = createQueryClient();
const router = createAppRouter(queryClient);
followSession(router, queryClient);
warnBeforeLeaving(queryClient);

/** Everything that a page can rely on. */
export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}

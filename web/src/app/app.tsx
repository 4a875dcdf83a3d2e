import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Toaster } from "#/components/ui/toaster.tsx";
import { TooltipProvider } from "#/components/ui/tooltip.tsx";
import { createQueryClient } from "#/lib/query-client.ts";
import { followSession } from "./follow-session.ts";
import { createAppRouter } from "./router.tsx";

const queryClient = createQueryClient();
const router = createAppRouter(queryClient);
followSession(router, queryClient);

/** Everything that a page can rely on. */
export function App() {
  const { t } = useTranslation();
  return (
    <QueryClientProvider client={queryClient}>
      <TooltipProvider>
        <RouterProvider router={router} />
        <Toaster closeLabel={t("common.close")} regionLabel={t("common.notifications")} />
      </TooltipProvider>
    </QueryClientProvider>
  );
}

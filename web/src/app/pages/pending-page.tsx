import { useTranslation } from "react-i18next";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";

/** What stands in for a page while its loaders run; the router waits 150 ms before it shows. */
export function PendingPage() {
  const { t } = useTranslation();
  return (
    <Loading label={t("common.loading")} className="p-6">
      <Skeleton className="h-7 w-48" />
      <Skeleton className="mt-6 h-4 w-full max-w-3xl" />
      <Skeleton className="mt-3 h-4 w-full max-w-2xl" />
      <Skeleton className="mt-3 h-4 w-full max-w-xl" />
    </Loading>
  );
}

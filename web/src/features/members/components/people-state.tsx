import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { RegionFailed } from "#/lib/region-failed.tsx";

/** What stands in the place of a table of people until all of its queries have answered. */
export function PeopleState({ queries }: { queries: readonly UseQueryResult<unknown>[] }) {
  const { t } = useTranslation();
  const failed = queries.find(({ isError }) => isError);
  if (failed) {
    return (
      <div className="p-4 md:px-6">
        <RegionFailed
          error={failed.error}
          onRetry={() => {
            for (const query of queries) if (query.isError) void query.refetch();
          }}
        />
      </div>
    );
  }
  return (
    <Loading label={t("common.loading")} className="px-4 pt-2 md:px-6">
      <Skeleton className="h-control w-60 max-w-full" />
      <div className="mt-10">
        {["w-2/5", "w-1/3", "w-1/2", "w-1/4"].map((width) => (
          <div key={width} className="flex h-row items-center gap-3">
            <Skeleton className="size-6 rounded-full" />
            <Skeleton className={`h-4 ${width}`} />
          </div>
        ))}
      </div>
    </Loading>
  );
}

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { NothingDrawing } from "#/components/ui/drawings.tsx";
import { EmptyState } from "#/components/ui/empty-state.tsx";
import { LoadMore } from "#/components/ui/load-more.tsx";
import { NothingFits } from "#/components/ui/nothing-fits.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import type { TimeSearch } from "#/lib/paths.ts";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { addDays, momentIn } from "#/lib/zoned.ts";
import type { BookableProject } from "../components/work-fields.tsx";
import { type EntryFilter, type TimeEntry, timeQueries } from "../queries.ts";
import { EntryFilters } from "./entry-filters.tsx";
import { EntryTable } from "./entry-table.tsx";

interface EntriesPageProps {
  userId: string;
  timezone: string;
  projects: readonly BookableProject[];
  members: readonly { id: string; name: string }[];
  search: TimeSearch;
  onSearch: (search: TimeSearch) => void;
  onAdd: (() => void) | undefined;
  onEdit: (entry: TimeEntry) => void;
}

/** What was booked, the newest first. */
export function EntriesPage(props: EntriesPageProps) {
  const { userId, timezone, projects, members, search, onSearch, onAdd, onEdit } = props;
  const { t } = useTranslation();
  const { id, can } = useOrganization();
  const mayManage = can("time.manage");
  const list = useInfiniteQuery(
    timeQueries.entries(id, filterOf(search, userId, timezone, mayManage)),
  );
  const entries = list.data?.pages.flat() ?? [];
  const isFiltered = Object.values(search).some((value) => value !== undefined);

  return (
    <>
      <EntryFilters
        userId={userId}
        projects={projects}
        members={mayManage ? members : undefined}
        search={search}
        onSearch={onSearch}
      />
      {list.isPending ? (
        <Loading label={t("common.loading")} className="px-4 pt-6 md:px-6">
          {["w-2/5", "w-1/3", "w-1/2", "w-2/5"].map((width, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never change
            <div key={row} className="flex h-row items-center gap-6">
              <Skeleton className={`h-4 ${width}`} />
              <Skeleton className="ml-auto h-4 w-24" />
            </div>
          ))}
        </Loading>
      ) : list.isError ? (
        <div className="p-4">
          <RegionFailed error={list.error} onRetry={() => void list.refetch()} />
        </div>
      ) : entries.length === 0 && isFiltered ? (
        <NothingFits onClear={() => onSearch({})} />
      ) : entries.length === 0 ? (
        <EmptyState
          drawing={<NothingDrawing />}
          title={t("time.emptyTitle")}
          action={
            onAdd && (
              <Button variant="primary" onClick={onAdd}>
                {t("time.add")}
              </Button>
            )
          }
        >
          {t("time.emptyText")}
        </EmptyState>
      ) : (
        <EntryTable
          entries={entries}
          timezone={timezone}
          userId={userId}
          members={search.user ? members : undefined}
          onEdit={onEdit}
        >
          {list.hasNextPage && (
            <LoadMore
              label={t("time.showMore")}
              pending={list.isFetchingNextPage}
              onLoad={() => void list.fetchNextPage()}
            />
          )}
        </EntryTable>
      )}
    </>
  );
}

/** What the address asks for, as the server is asked. Only who manages time sees that of others. */
function filterOf(
  { user, project, billable, from, to }: TimeSearch,
  userId: string,
  timezone: string,
  mayManage: boolean,
): EntryFilter {
  return {
    user: !mayManage || user === undefined ? userId : user === "all" ? null : user,
    project,
    billable: billable === undefined ? undefined : billable === "yes",
    from: from && momentIn(from, 0, timezone).toISOString(),
    until: to && momentIn(addDays(to, 1), 0, timezone).toISOString(),
  };
}

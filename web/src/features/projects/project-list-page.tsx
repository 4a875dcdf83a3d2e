import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { BoardDrawing } from "#/components/ui/drawings.tsx";
import { EmptyState } from "#/components/ui/empty-state.tsx";
import { LoadMore } from "#/components/ui/load-more.tsx";
import { NothingFits } from "#/components/ui/nothing-fits.tsx";
import { PageHeader } from "#/components/ui/page-header.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { CreateProjectDialog } from "./components/create-project-dialog.tsx";
import { ExportButton } from "./components/export-button.tsx";
import { ProjectFilterBar } from "./components/project-filter-bar.tsx";
import { ProjectTable } from "./components/project-table.tsx";
import { isNarrowed, type ProjectFilter, type ProjectFilterChange } from "./project-filter.ts";
import { projectQueries } from "./queries.ts";

interface ProjectListPageProps {
  /** Who can lead a project. */
  members: readonly { id: string; name: string }[];
  filter: ProjectFilter;
  onFilterChange: (change: ProjectFilterChange) => void;
  onOpen: (project: { key: string }) => void;
}

/** The projects that the person may see, narrowed down and in order as the address says. */
export function ProjectListPage({ members, filter, onFilterChange, onOpen }: ProjectListPageProps) {
  const { t } = useTranslation();
  const { id, slug, can } = useOrganization();
  const [isCreating, setCreating] = useState(false);
  const list = useInfiniteQuery({
    ...projectQueries.list(id, filter),
    // What was there stays until the narrower list is.
    placeholderData: keepPreviousData,
  });
  const projects = list.data?.pages.flat() ?? [];
  const progress = useQuery({
    ...projectQueries.progressOfAll(id),
    enabled: can("tasks.read"),
  });
  const newButton = can("projects.write") && (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      {t("projects.new")}
    </Button>
  );

  const clear = () =>
    onFilterChange({ q: undefined, status: undefined, lead: undefined, archived: undefined });
  const hasFilter = projects.length > 0 || isNarrowed(filter);

  return (
    <>
      <PageHeader
        title={t("projects.title")}
        actions={
          hasFilter && (
            <>
              <ExportButton filter={filter} members={members} />
              {newButton}
            </>
          )
        }
      />
      {hasFilter && (
        <ProjectFilterBar
          filter={filter}
          onChange={onFilterChange}
          onClear={clear}
          members={members}
        />
      )}
      {list.isPending ? (
        <ListSkeleton label={t("common.loading")} />
      ) : list.isError ? (
        <div className="p-4">
          <RegionFailed error={list.error} onRetry={() => void list.refetch()} />
        </div>
      ) : projects.length === 0 && isNarrowed(filter) ? (
        <NothingFits onClear={clear} />
      ) : projects.length === 0 ? (
        <EmptyState drawing={<BoardDrawing />} title={t("projects.emptyTitle")} action={newButton}>
          {can("projects.write") ? t("projects.emptyText") : t("projects.emptyReadOnly")}
        </EmptyState>
      ) : (
        <ProjectTable slug={slug} projects={projects} progress={progress.data} members={members}>
          {list.hasNextPage && (
            <LoadMore
              label={t("projects.showMore")}
              pending={list.isFetchingNextPage}
              onLoad={() => void list.fetchNextPage()}
            />
          )}
        </ProjectTable>
      )}
      <CreateProjectDialog
        members={members}
        open={isCreating}
        onOpenChange={setCreating}
        onCreated={(project) => {
          setCreating(false);
          onOpen(project);
        }}
      />
    </>
  );
}

function ListSkeleton({ label }: { label: string }) {
  return (
    <Loading label={label} className="px-4 pt-10 md:px-6">
      {["w-2/5", "w-1/3", "w-1/2", "w-2/5", "w-1/4"].map((width, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never change
        <div key={row} className="flex h-row items-center gap-6">
          <Skeleton className="h-4 w-14" />
          <Skeleton className={`h-4 ${width}`} />
        </div>
      ))}
    </Loading>
  );
}

import type { TaskStatistics } from "@flowdesk/types/statistics";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleDashed } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import { BoardDrawing } from "#/components/ui/drawings.tsx";
import { EmptyState } from "#/components/ui/empty-state.tsx";
import { PageHeader } from "#/components/ui/page-header.tsx";
import { ProjectMark } from "#/components/ui/project-mark.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { paths } from "#/lib/paths.ts";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { type Share, ShareList } from "./components/share-list.tsx";
import { TaskFigures } from "./components/task-figures.tsx";
import { openCategories } from "./open-categories.ts";
import { overviewQueries } from "./queries.ts";

// More rows than this are a list, and the pages of projects and members are that.
const maxRows = 12;

interface OverviewPageProps {
  org: string;
  slug: string;
  projects: readonly { id: string; key: string; name: string; colour: string }[];
  members: readonly { id: string; name: string }[];
}

/** Where the work of an organization stands, as far as one may see it. */
export function OverviewPage({ org, slug, projects, members }: OverviewPageProps) {
  const { t } = useTranslation();
  const { data, isPending, error, refetch } = useQuery(overviewQueries.tasks(org));
  return (
    <>
      <PageHeader title={t("overview.title")} />
      <div className="mx-auto w-full max-w-[1280px] px-4 py-6 md:px-6">
        {isPending ? (
          <OverviewSkeleton />
        ) : error ? (
          <RegionFailed error={error} onRetry={() => void refetch()} />
        ) : data.total === 0 ? (
          <EmptyState drawing={<BoardDrawing />} title={t("overview.emptyTitle")}>
            {t("overview.emptyText")}
          </EmptyState>
        ) : (
          <div className="flex flex-col gap-8">
            <TaskFigures slug={slug} statistics={data} />
            <div className="grid gap-8 lg:grid-cols-2">
              <Chart title={t("overview.byProject")}>
                <ShareList
                  label={t("overview.byProject")}
                  shares={sharesOfProjects(data, projects, slug)}
                />
              </Chart>
              <Chart title={t("overview.byAssignee")}>
                <ShareList
                  label={t("overview.byAssignee")}
                  shares={sharesOfPeople(data, members, slug, {
                    nobody: t("overview.nobody"),
                    former: t("overview.formerMember"),
                  })}
                />
              </Chart>
            </div>
          </div>
        )}
      </div>
    </>
  );
}

function Chart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="min-w-0">
      <h2 className="mb-2 text-base font-strong">{title}</h2>
      {children}
    </section>
  );
}

function sharesOfProjects(
  { by_project }: TaskStatistics,
  projects: OverviewPageProps["projects"],
  slug: string,
): Share[] {
  const known = new Map(projects.map((project) => [project.id, project]));
  return by_project
    .toSorted((one, other) => other.open - one.open || other.total - one.total)
    .flatMap(({ project_id, open, completed }) => {
      const project = known.get(project_id);
      if (!project) return [];
      const name = (
        <>
          <ProjectMark colour={project.colour} />
          <Link {...paths.board(slug, project.key)} className="truncate hover:underline">
            {project.name}
          </Link>
        </>
      );
      return [{ id: project_id, name, open, completed }];
    })
    .slice(0, maxRows);
}

function sharesOfPeople(
  { by_assignee }: TaskStatistics,
  members: OverviewPageProps["members"],
  slug: string,
  words: { nobody: string; former: string },
): Share[] {
  const known = new Map(members.map((member) => [member.id, member.name]));
  return by_assignee
    .toSorted((one, other) => other.open - one.open || other.total - one.total)
    .map(({ assignee_id, open, completed }) => {
      const label = assignee_id ? (known.get(assignee_id) ?? words.former) : words.nobody;
      const name = (
        <>
          {assignee_id ? (
            <Avatar name={label} size="sm" decorative />
          ) : (
            <CircleDashed className="size-4 shrink-0 text-muted" aria-hidden />
          )}
          <Link
            {...paths.tasks(slug, "list", {
              assignee: assignee_id ?? "none",
              category: openCategories,
            })}
            className="truncate hover:underline"
          >
            {label}
          </Link>
        </>
      );
      return { id: assignee_id ?? "none", name, open, completed };
    })
    .slice(0, maxRows);
}

function OverviewSkeleton() {
  const { t } = useTranslation();
  return (
    <Loading label={t("common.loading")}>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">
        {["a", "b", "c", "d", "e"].map((tile) => (
          <Skeleton key={tile} className="h-[86px]" />
        ))}
      </div>
      <div className="mt-8 grid gap-8 lg:grid-cols-2">
        <Skeleton className="h-48" />
        <Skeleton className="h-48" />
      </div>
    </Loading>
  );
}

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ProjectMark } from "#/components/ui/project-mark.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { Tooltip } from "#/components/ui/tooltip.tsx";
import { projectQueries } from "#/features/projects/queries.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { navigationRow } from "./navigation-row.ts";

/** The projects of the organization, the ones changed last first. */
export function ProjectLinks({ isCollapsed }: { isCollapsed: boolean }) {
  const { t } = useTranslation();
  const { id, slug } = useOrganization();
  const projects = useQuery(projectQueries.sidebar(id));

  return (
    <div className="mt-4">
      {!isCollapsed && <h2 className="px-2 pb-1 text-xs text-muted">{t("projects.title")}</h2>}
      {projects.isPending ? (
        <Loading label={t("common.loading")} className="px-2">
          <Skeleton className="mt-2 h-4 w-4/5" />
          <Skeleton className="mt-3 h-4 w-3/5" />
          <Skeleton className="mt-3 h-4 w-2/3" />
        </Loading>
      ) : projects.isError ? (
        <RegionFailed error={projects.error} onRetry={() => projects.refetch()} />
      ) : projects.data.length === 0 ? (
        !isCollapsed && <p className="px-2 text-sm text-muted">{t("projects.sidebarEmpty")}</p>
      ) : (
        <ul>
          {projects.data.map((project) => {
            const link = (
              <Link
                {...paths.board(slug, project.key)}
                activeOptions={{ includeSearch: false }}
                aria-label={isCollapsed ? project.name : undefined}
                className={navigationRow(isCollapsed)}
              >
                <ProjectMark colour={project.colour} />
                {!isCollapsed && <span className="truncate">{project.name}</span>}
              </Link>
            );
            return (
              <li key={project.id}>
                {isCollapsed ? (
                  <Tooltip content={project.name} side="right">
                    {link}
                  </Tooltip>
                ) : (
                  link
                )}
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

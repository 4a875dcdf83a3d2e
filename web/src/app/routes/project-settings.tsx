import { topics } from "@flowdesk/types/topics";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PageHeader } from "#/components/ui/page-header.tsx";
import { ProjectMark } from "#/components/ui/project-mark.tsx";
import { TabLinks, tabLinkLook } from "#/components/ui/tab-links.tsx";
import { projectQueries } from "#/features/projects/queries.ts";
import { ProjectSettingsNote } from "#/features/projects/settings/project-settings-note.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";
import { ProjectNotFound } from "../pages/project-not-found.tsx";

const route = getRouteApi("/inside/o/$slug/p/$key/settings");

/** The frame of a project's settings. Whoever sees the project may look; what one may change, each page says. */
export function ProjectSettingsRoute() {
  const { t } = useTranslation();
  const { slug, key } = route.useParams();
  const { id: org } = useOrganization();
  const { data: project } = useQuery(projectQueries.byKey(org, key));
  useLiveTopic(org, project?.visibility === "private" ? topics.project(project.id) : undefined);

  // It was there when the page was loaded; it can be hidden or deleted since.
  if (!project) return <ProjectNotFound />;
  return (
    <>
      <PageHeader
        trail={[
          <Link key="projects" {...paths.projects(slug)}>
            {t("projects.title")}
          </Link>,
          <Link key="project" {...paths.board(slug, key)} className="flex items-center gap-1">
            <ProjectMark colour={project.colour} />
            {project.name}
          </Link>,
        ]}
        title={t("projectSettings.title")}
        // A phone has no room for the trail.
        aside={<span className="text-sm tabular-nums text-muted md:hidden">{key}</span>}
      />
      <TabLinks label={t("projectSettings.title")}>
        <Link {...paths.projectGeneral(slug, key)} className={tabLinkLook}>
          {t("projectSettings.general")}
        </Link>
        <Link {...paths.projectPeople(slug, key)} className={tabLinkLook}>
          {t("projectSettings.people")}
        </Link>
        <Link {...paths.projectWorkflow(slug, key)} className={tabLinkLook}>
          {t("projectSettings.workflow")}
        </Link>
        <Link {...paths.projectBudget(slug, key)} className={tabLinkLook}>
          {t("projectBudget.title")}
        </Link>
      </TabLinks>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <ProjectSettingsNote project={project} />
        <Outlet />
      </div>
    </>
  );
}

import { topics } from "@flowdesk/types/topics";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Archive, Lock } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "#/components/ui/badge.tsx";
import { PageHeader } from "#/components/ui/page-header.tsx";
import { ProjectMark } from "#/components/ui/project-mark.tsx";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { ProjectFacts } from "#/features/projects/components/project-facts.tsx";
import { projectQueries } from "#/features/projects/queries.ts";
import { LayoutLinks, layoutOf } from "#/features/tasks/layout-links.tsx";
import { TaskViewPage } from "#/features/tasks/task-view-page.tsx";
import { ViewMenu } from "#/features/tasks/views/view-menu.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import { useSession } from "#/lib/session.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";
import { OpenTask } from "../open-task/open-task.tsx";
import { ProjectNotFound } from "../pages/project-not-found.tsx";

const route = getRouteApi("/inside/o/$slug/p/$key/$layout");

/** A project's tasks, put together from the project, the people and the tasks. */
export function ProjectTasksRoute() {
  const { t } = useTranslation();
  const { slug, key, layout } = route.useParams();
  const { task, view, day, span, ...search } = route.useSearch();
  const navigate = useNavigate();
  const { id: org } = useOrganization();
  const userId = useSession()?.user.id ?? "";
  const { data: project } = useQuery(projectQueries.byKey(org, key));
  const { data: members } = useQuery(organizationQueries.members(org));
  useLiveTopic(org, project?.visibility === "private" ? topics.project(project.id) : undefined);
  const projectId = project?.id;
  const scope = useMemo(
    () => ({ kind: "project" as const, projectId: projectId ?? "" }),
    [projectId],
  );

  // It was there when the page was loaded; it can be hidden or deleted since.
  if (!project) return <ProjectNotFound />;
  const header = (
    <PageHeader
      trail={[
        <Link key="projects" {...paths.projects(slug)}>
          {t("projects.title")}
        </Link>,
      ]}
      lead={<ProjectMark colour={project.colour} />}
      title={project.name}
      aside={
        <>
          <span className="text-sm tabular-nums text-muted">{project.key}</span>
          {project.visibility === "private" && (
            <Badge icon={<Lock aria-hidden />}>{t("projects.privateProject")}</Badge>
          )}
          {project.archived_at && (
            <Badge icon={<Archive aria-hidden />}>{t("projects.archived")}</Badge>
          )}
        </>
      }
      actions={<ProjectFacts project={project} members={members ?? []} />}
    />
  );
  const open = (next: string) => void navigate(paths.openTask(next));
  const openKey = task?.startsWith(`${key}-`) ? task : undefined;
  // The board of one project has no place for a task of another.
  const openLinked = (next: string) =>
    next.startsWith(`${key}-`) ? open(next) : void navigate(paths.task(slug, next));
  return (
    <TaskViewPage
      key={project.id}
      label={project.name}
      header={header}
      lead={
        <>
          <LayoutLinks current={layout} />
          <ViewMenu
            projectId={project.id}
            userId={userId}
            layout={layout}
            search={search}
            current={view}
            onOpen={(opened) =>
              void navigate(
                paths.projectTasks(slug, key, layoutOf(opened?.layout) ?? layout, {
                  ...opened?.search,
                  view: opened?.id,
                }),
              )
            }
          />
        </>
      }
      scope={scope}
      project={project}
      members={members ?? []}
      userId={userId}
      layout={layout}
      search={search}
      onSearch={(next) =>
        void navigate(paths.projectTasks(slug, key, layout, { ...next, task, view, day, span }))
      }
      calendar={{ day, span }}
      onCalendar={(nextDay, nextSpan) => void navigate(paths.calendarAt(nextDay, nextSpan))}
      openKey={openKey}
      onOpen={open}
      panel={
        openKey !== undefined && (
          <OpenTask
            taskKey={openKey}
            project={project}
            members={members ?? []}
            frame="panel"
            onOpen={openLinked}
            onClose={() =>
              void navigate(paths.projectTasks(slug, key, layout, { ...search, view, day, span }))
            }
          />
        )
      }
    />
  );
}

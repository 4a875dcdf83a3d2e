import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PageHeader } from "#/components/ui/page-header.tsx";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { projectQueries } from "#/features/projects/queries.ts";
import { LayoutLinks, layoutOf } from "#/features/tasks/layout-links.tsx";
import { TaskViewPage } from "#/features/tasks/task-view-page.tsx";
import { ViewMenu } from "#/features/tasks/views/view-menu.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import { useSession } from "#/lib/session.ts";
import { OpenTask } from "../open-task/open-task.tsx";

const route = getRouteApi("/inside/o/$slug/tasks/$layout");
const scope = { kind: "all" } as const;

/** The tasks of all projects that one may see. */
export function AllTasksRoute() {
  const { t } = useTranslation();
  const { slug, layout } = route.useParams();
  const { task, view, day, span, ...search } = route.useSearch();
  const navigate = useNavigate();
  const { id: org } = useOrganization();
  const userId = useSession()?.user.id ?? "";
  const { data: projects } = useQuery(projectQueries.names(org));
  const { data: members } = useQuery(organizationQueries.members(org));
  const open = (next: string) => void navigate(paths.openTask(next));
  return (
    <TaskViewPage
      label={t("allTasks.title")}
      header={<PageHeader title={t("allTasks.title")} />}
      lead={
        <>
          <LayoutLinks current={layout} />
          <ViewMenu
            projectId={null}
            userId={userId}
            layout={layout}
            search={search}
            current={view}
            onOpen={(opened) =>
              void navigate(
                paths.tasks(slug, layoutOf(opened?.layout) ?? layout, {
                  ...opened?.search,
                  view: opened?.id,
                }),
              )
            }
          />
        </>
      }
      scope={scope}
      projects={projects ?? []}
      members={members ?? []}
      userId={userId}
      layout={layout}
      search={search}
      onSearch={(next) =>
        void navigate(paths.tasks(slug, layout, { ...next, task, view, day, span }))
      }
      calendar={{ day, span }}
      onCalendar={(nextDay, nextSpan) => void navigate(paths.calendarAt(nextDay, nextSpan))}
      openKey={task}
      onOpen={open}
      panel={
        task !== undefined && (
          <OpenTask
            taskKey={task}
            members={members ?? []}
            frame="panel"
            onOpen={open}
            onClose={() => void navigate(paths.tasks(slug, layout, { ...search, view, day, span }))}
          />
        )
      }
    />
  );
}

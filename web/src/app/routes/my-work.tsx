import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { PageHeader } from "#/components/ui/page-header.tsx";
import { TabLinks, tabLinkLook } from "#/components/ui/tab-links.tsx";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { projectQueries } from "#/features/projects/queries.ts";
import type { TaskScope } from "#/features/tasks/filters/conditions.ts";
import { TaskViewPage } from "#/features/tasks/task-view-page.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import { useSession } from "#/lib/session.ts";
import { OpenTask } from "../open-task/open-task.tsx";

const route = getRouteApi("/inside/o/$slug/my-work");
const roles = ["assignee", "reporter", "watcher"] as const;

/** What one has to do oneself, wherever it is. */
export function MyWorkRoute() {
  const { t } = useTranslation();
  const { slug } = route.useParams();
  const { task, as, view: _view, day: _day, span: _span, ...search } = route.useSearch();
  const navigate = useNavigate();
  const { id: org } = useOrganization();
  const userId = useSession()?.user.id ?? "";
  const { data: projects } = useQuery(projectQueries.names(org));
  const { data: members } = useQuery(organizationQueries.members(org));
  const role = as ?? "assignee";
  const scope = useMemo((): TaskScope => ({ kind: "mine", as: role }), [role]);
  const open = (next: string) => void navigate(paths.openTask(next));
  return (
    <TaskViewPage
      key={role}
      label={t("myWork.title")}
      header={
        <>
          <PageHeader title={t("myWork.title")} />
          <TabLinks label={t("myWork.title")}>
            {roles.map((each) => (
              <Link
                key={each}
                {...paths.myWork(slug, each === "assignee" ? {} : { as: each })}
                // The router would take any filter of the same page for this one.
                activeOptions={{ exact: true, includeSearch: true }}
                aria-current={each === role ? "page" : undefined}
                className={tabLinkLook}
              >
                {t(`myWork.${each}`)}
              </Link>
            ))}
          </TabLinks>
        </>
      }
      scope={scope}
      projects={projects ?? []}
      members={members ?? []}
      userId={userId}
      layout="list"
      search={search}
      onSearch={(next) => void navigate(paths.myWork(slug, { ...next, task, as }))}
      openKey={task}
      onOpen={open}
      panel={
        task !== undefined && (
          <OpenTask
            taskKey={task}
            members={members ?? []}
            frame="panel"
            onOpen={open}
            onClose={() => void navigate(paths.myWork(slug, { ...search, as }))}
          />
        )
      }
    />
  );
}

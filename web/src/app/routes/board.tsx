import { topics } from "@flowdesk/types/topics";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { ProjectFacts } from "#/features/projects/components/project-facts.tsx";
import { projectQueries } from "#/features/projects/queries.ts";
import { BoardPage } from "#/features/tasks/board-page.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";
import { ProjectNotFound } from "../pages/project-not-found.tsx";

const route = getRouteApi("/inside/o/$slug/p/$key/board");

/** Puts the board together from the project, the people and the tasks. */
export function BoardRoute() {
  const { slug, key } = route.useParams();
  const { task } = route.useSearch();
  const navigate = useNavigate();
  const { id: org } = useOrganization();
  const { data: project } = useQuery(projectQueries.byKey(org, key));
  const { data: members } = useQuery(organizationQueries.members(org));
  useLiveTopic(org, project?.visibility === "private" ? topics.project(project.id) : undefined);

  const context = useMemo(() => project && { project, members: members ?? [] }, [project, members]);
  const close = useCallback(() => void navigate(paths.board(slug, key)), [navigate, slug, key]);

  // It was there when the page was loaded; it can be hidden or deleted since.
  if (!context) return <ProjectNotFound />;
  return (
    <BoardPage
      key={context.project.id}
      context={context}
      openNumber={taskNumber(task, key)}
      onOpen={(number) => void navigate(paths.board(slug, key, `${key}-${number}`))}
      onClose={close}
      headerActions={<ProjectFacts project={context.project} members={context.members} />}
    />
  );
}

/** "ACME-42" is 42 on the board of ACME; a task of another project is not shown here. */
function taskNumber(task: string | undefined, projectKey: string): number | undefined {
  const match = /^([A-Z][A-Z0-9]*)-([1-9][0-9]{0,8})$/.exec(task ?? "");
  return match?.[1] === projectKey ? Number(match[2]) : undefined;
}

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type BoardTask, taskQueries } from "./queries.ts";
import type { TaskMember, TaskProject, TaskWorld } from "./task-context.ts";

/**
 * The projects and people of the tasks that are shown. A project's own page knows its project; across projects those
 * that the tasks are of are fetched with their statuses, since an organization may have a thousand of them.
 */
export function useTaskWorld(
  org: string,
  project: TaskProject | undefined,
  members: readonly TaskMember[],
  tasks: readonly Pick<BoardTask, "project_id">[],
): TaskWorld {
  const ids = useMemo(
    () => (project ? [] : [...new Set(tasks.map(({ project_id }) => project_id))].toSorted()),
    [project, tasks],
  );
  const { data: others } = useQuery(taskQueries.projects(org, ids));
  const { data: labels } = useQuery(taskQueries.labels(org));
  return useMemo(() => {
    const projects = project ? [project] : (others ?? []);
    return {
      projects: new Map(projects.map((each) => [each.id, each])),
      members: new Map(members.map((member) => [member.id, member])),
      labels: new Map(labels?.map((label) => [label.id, label])),
    };
  }, [project, others, members, labels]);
}

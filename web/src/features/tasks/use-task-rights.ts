import { useCallback } from "react";
import { useOrganization } from "#/lib/organization.tsx";
import { useSession } from "#/lib/session.ts";
import type { BoardTask } from "./queries.ts";
import type { TaskProject, TaskWorld } from "./task-context.ts";

/** What the person may do with tasks; shapes the interface only. */
export function useTaskRights({ projects }: Pick<TaskWorld, "projects">) {
  const { can } = useOrganization();
  const userId = useSession()?.user.id;

  const canChange = useCallback(
    (task: Pick<BoardTask, "project_id" | "reporter_id" | "assignee_id">) => {
      // One that is not known yet is not known to be archived either; the database decides.
      if (projects.get(task.project_id)?.archived_at) return false;
      const isOwn = userId !== undefined && [task.reporter_id, task.assignee_id].includes(userId);
      return can("tasks.write") || (isOwn && can("tasks.write_own"));
    },
    [can, projects, userId],
  );
  const canDelete = useCallback(
    (task: Pick<BoardTask, "project_id" | "reporter_id">) => {
      if (projects.get(task.project_id)?.archived_at) return false;
      return can("tasks.delete") || (task.reporter_id === userId && can("tasks.write_own"));
    },
    [can, projects, userId],
  );
  const canCreate = (project: Pick<TaskProject, "archived_at">) =>
    project.archived_at === null && can("tasks.create");
  return { canChange, canDelete, canCreate };
}

import { useCallback } from "react";
import { useOrganization } from "#/lib/organization.tsx";
import { useSession } from "#/lib/session.ts";
import type { BoardTask } from "./queries.ts";
import type { TaskContext } from "./task-context.ts";

/** What the person may do with tasks of a project; shapes the interface only. */
export function useTaskRights(project: TaskContext["project"]) {
  const { can } = useOrganization();
  const userId = useSession()?.user.id;
  const isArchived = project.archived_at !== null;

  const canChange = useCallback(
    (task: Pick<BoardTask, "reporter_id" | "assignee_id">) => {
      if (isArchived) return false;
      const isOwn = userId !== undefined && [task.reporter_id, task.assignee_id].includes(userId);
      return can("tasks.write") || (isOwn && can("tasks.write_own"));
    },
    [can, isArchived, userId],
  );
  return { canChange, canCreate: !isArchived && can("tasks.create") };
}

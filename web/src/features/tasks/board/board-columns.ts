import type { StatusCategory } from "@flowdesk/types/projects";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { progressOf } from "#/components/ui/status-icon.tsx";
import type { BoardTask } from "../queries.ts";
import type { TaskProject, TaskWorld } from "../task-context.ts";

/** A column of a board: a status of one project, or what statuses of many projects mean. */
export interface ColumnLook {
  id: string;
  name: string;
  category: string;
  progress: number;
  limit: number | null;
}

/** The columns in order; without a project they are the three categories. */
export function useColumns(project: TaskProject | undefined): readonly ColumnLook[] {
  const categories = useCategoryNames();
  return useMemo(() => {
    if (!project) {
      return Object.entries(categories).map(([id, name]) => ({
        id,
        name,
        category: id,
        progress: 0.5,
        limit: null,
      }));
    }
    return project.statuses.map(({ key, name, category, wip_limit }) => ({
      id: key,
      name,
      category,
      progress: progressOf(project.statuses, key),
      limit: wip_limit,
    }));
  }, [project, categories]);
}

/** What the categories of statuses are called. */
export function useCategoryNames(): Record<StatusCategory, string> {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      todo: t("tasks.categoryTodo"),
      in_progress: t("tasks.categoryInProgress"),
      done: t("tasks.categoryDone"),
    }),
    [t],
  );
}

/** The status that a task gets in a column; undefined while its project is not known. */
export function statusIn(
  { projects }: Pick<TaskWorld, "projects">,
  task: BoardTask,
  column: string,
  isByCategory: boolean,
): string | undefined {
  if (!isByCategory) return column;
  const statuses = projects.get(task.project_id)?.statuses ?? [];
  const own = statuses.find(({ key }) => key === task.status);
  if (own?.category === column) return own.key;
  return statuses.find(({ category }) => category === column)?.key;
}

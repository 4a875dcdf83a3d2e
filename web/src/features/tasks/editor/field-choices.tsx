import { taskPriorities } from "@flowdesk/types/tasks";
import { CircleUser } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import { progressOf, StatusIcon } from "#/components/ui/status-icon.tsx";
import { statusIn, useCategoryNames } from "../board/board-columns.ts";
import type { ChangeFor } from "../bulk/use-bulk.tsx";
import { PriorityIcon } from "../components/priority-icon.tsx";
import type { BoardTask } from "../queries.ts";
import type { TaskWorld } from "../task-context.ts";
import { usePriorityLabels } from "../task-labels.ts";

/** The fields that can be changed where a task stands in a list. */
export const quickFields = ["status", "priority", "assignee", "label", "due"] as const;
export type QuickField = (typeof quickFields)[number];

/** One value that tasks can be given. */
export interface FieldChoice {
  id: string;
  label: string;
  icon: ReactNode;
  /** All of the tasks have it. */
  isChosen: boolean;
  changeFor: ChangeFor;
}

/** What the tasks can be given in a field. Tasks of several projects are moved by what statuses mean. */
export function useFieldChoices(
  field: Exclude<QuickField, "due" | "label">,
  tasks: readonly BoardTask[],
  world: TaskWorld,
): readonly FieldChoice[] {
  const { t } = useTranslation();
  const priorities = usePriorityLabels();
  const categories = useCategoryNames();

  return useMemo(() => {
    const all = (has: (task: BoardTask) => boolean) => tasks.length > 0 && tasks.every(has);
    if (field === "priority") {
      return taskPriorities.toReversed().map((priority) => ({
        id: priority,
        label: priorities[priority] ?? priority,
        icon: <PriorityIcon priority={priority} />,
        isChosen: all((task) => task.priority === priority),
        changeFor: () => ({ priority }),
      }));
    }
    if (field === "assignee") {
      const people = [...world.members.values()].map(({ id, name }) => ({
        id,
        label: name,
        icon: <Avatar name={name} size="sm" decorative />,
        isChosen: all(({ assignee_id }) => assignee_id === id),
        changeFor: () => ({ assignee_id: id }),
      }));
      return [
        {
          id: "nobody",
          label: t("tasks.unassigned"),
          icon: <CircleUser aria-hidden />,
          isChosen: all(({ assignee_id }) => assignee_id === null),
          changeFor: () => ({ assignee_id: null }),
        },
        ...people,
      ];
    }
    const ids = new Set(tasks.map(({ project_id }) => project_id));
    const [only] = ids.size === 1 ? ids : [];
    const statuses = only === undefined ? undefined : world.projects.get(only)?.statuses;
    if (statuses) {
      return statuses.map(({ key, name, category }) => ({
        id: key,
        label: name,
        icon: <StatusIcon category={category} progress={progressOf(statuses, key)} />,
        isChosen: all(({ status }) => status === key),
        changeFor: () => ({ status: key }),
      }));
    }
    return Object.entries(categories).map(([category, label]) => ({
      id: category,
      label,
      icon: <StatusIcon category={category} progress={0.5} />,
      isChosen: all((task) => statusIn(world, task, category, true) === task.status),
      changeFor: (task) => {
        const status = statusIn(world, task, category, true);
        return status ? { status } : undefined;
      },
    }));
  }, [field, tasks, world, priorities, categories, t]);
}

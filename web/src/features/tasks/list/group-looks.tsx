import type { TaskGrouping } from "@flowdesk/types/task-filters";
import { CalendarDays, CircleUser, FolderKanban } from "lucide-react";
import { type ReactNode, useCallback } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import { ProjectMark } from "#/components/ui/project-mark.tsx";
import { progressOf, StatusIcon } from "#/components/ui/status-icon.tsx";
import { useCategoryNames } from "../board/board-columns.ts";
import { PriorityIcon } from "../components/priority-icon.tsx";
import { dueSections } from "../filters/sections.ts";
import type { BoardTask } from "../queries.ts";
import type { TaskProject, TaskWorld } from "../task-context.ts";
import { usePriorityLabels } from "../task-labels.ts";

interface GroupLook {
  name: string;
  icon: ReactNode;
}

/** What the groups of a list are called. */
export function useGroupLook(
  grouping: TaskGrouping,
  project: TaskProject | undefined,
  world: TaskWorld,
): (id: string) => GroupLook {
  const { t } = useTranslation();
  const priorities = usePriorityLabels();
  const categories: Record<string, string> = useCategoryNames();
  return useCallback(
    (id) => {
      const looks: Record<TaskGrouping, () => GroupLook> = {
        status: () => statusLook(project, id),
        category: () => ({
          name: categories[id] ?? id,
          icon: <StatusIcon category={id} progress={0.5} />,
        }),
        priority: () => ({ name: priorities[id] ?? id, icon: <PriorityIcon priority={id} /> }),
        assignee: () => {
          const name = world.members.get(id)?.name;
          return name
            ? { name, icon: <Avatar name={name} size="sm" decorative /> }
            : {
                name: id === nobody ? t("tasks.unassigned") : t("tasks.formerMember"),
                icon: <CircleUser className="size-4 text-muted" aria-hidden />,
              };
        },
        project: () => {
          const found = world.projects.get(id);
          return {
            name: found?.name ?? t("common.loading"),
            icon: found ? (
              <ProjectMark colour={found.colour} />
            ) : (
              <FolderKanban className="size-4 text-muted" aria-hidden />
            ),
          };
        },
        due: () => ({
          name: t(`views.due.${dueSections.find((each) => each === id) ?? "none"}`),
          icon: <CalendarDays className="size-4 text-muted" aria-hidden />,
        }),
        none: () => ({ name: "", icon: null }),
      };
      return looks[grouping]();
    },
    [grouping, project, world, priorities, categories, t],
  );
}

function statusLook(project: TaskProject | undefined, id: string): GroupLook {
  const statuses = project?.statuses ?? [];
  const status = statuses.find(({ key }) => key === id);
  return {
    name: status?.name ?? id,
    icon: <StatusIcon category={status?.category ?? "todo"} progress={progressOf(statuses, id)} />,
  };
}

/** The group of tasks that nobody is assigned to. */
const nobody = "nobody";

/** The group that a task is in, where groups are made of the tasks that came. */
export function groupOfTask(grouping: TaskGrouping): (task: BoardTask) => string {
  return grouping === "project"
    ? ({ project_id }) => project_id
    : ({ assignee_id }) => assignee_id ?? nobody;
}

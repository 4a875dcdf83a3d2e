import type { TFunction } from "i18next";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { asAppError } from "#/lib/app-error.ts";
import { formatDuration } from "#/lib/duration.ts";
import { describeError } from "#/lib/form-errors.ts";
import { formatDay } from "#/lib/format.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { useSession } from "#/lib/session.ts";
import { ConflictError, type TaskChanges } from "./conflict.ts";
import { lastActor } from "./last-actors.ts";
import { useChangeTask } from "./mutations.ts";
import type { BoardTask } from "./queries.ts";
import { type TaskWorld, taskKeyOf } from "./task-context.ts";
import { usePriorityLabels } from "./task-labels.ts";

/** Changes `task` as the person saw it. Answers nothing: what goes wrong is said in a toast. */
export type ChangeTask = (task: BoardTask, changes: TaskChanges) => void;

/**
 * The change of a task with everything that must be said about it. On a conflict both values are named and
 * one press applies one's own to what is there now.
 */
export function useChangeTaskWithToasts(world: TaskWorld): ChangeTask {
  const { t, i18n } = useTranslation();
  const organization = useOrganization();
  const userId = useSession()?.user.id;
  const priorities = usePriorityLabels();
  const { mutate } = useChangeTask(organization.id);
  const { language } = i18n;

  return useCallback(
    function change(task, changes) {
      const key = taskKeyOf(world, task);
      const describe = (field: string, value: string | number | null | undefined) =>
        describeValue(field, value, { task, world, priorities, language, t });

      const onError = (error: unknown) => {
        if (!(error instanceof ConflictError)) {
          const appError = asAppError(error);
          const title =
            appError.code === "not_found"
              ? t("conflict.deleted", { key })
              : describeError(appError, t);
          const reference = appError.requestId && t("common.requestId", { id: appError.requestId });
          toast.error(title, { description: appError.status >= 500 ? reference : undefined });
          return;
        }
        const { current, wanted } = error;
        const actorId = lastActor(task.id);
        const name = actorId && world.members.get(actorId)?.name;
        const title =
          actorId === userId && actorId
            ? t("conflict.byYou", { key })
            : name
              ? t("conflict.byName", { name, key })
              : t("conflict.bySomeone", { key });
        toast.warning(title, {
          description: [
            t("conflict.text"),
            ...shownFields(wanted).map(([field, label]) =>
              t("conflict.values", {
                field: t(`tasks.${label}`),
                theirs: describe(field, current[field]),
                yours: describe(field, wanted[field]),
              }),
            ),
          ].join(" "),
          duration: Number.POSITIVE_INFINITY,
          action: { label: t("conflict.applyMine"), onClick: () => change(current, wanted) },
        });
      };
      mutate({ task, changes }, { onError });
    },
    [world, language, mutate, priorities, t, userId],
  );
}

const labels = {
  title: "titleLabel",
  description: "description",
  status: "status",
  priority: "priority",
  assignee_id: "assignee",
  start_date: "startDate",
  due_date: "dueDate",
  estimate_minutes: "estimate",
  parent_id: "parent",
} as const;

type NamedField = keyof typeof labels;

/** The changed fields that have a name; a position says nothing to anybody. */
function shownFields(changes: TaskChanges): [NamedField, (typeof labels)[NamedField]][] {
  const named: NamedField[] = [
    "title",
    "description",
    "status",
    "priority",
    "assignee_id",
    "start_date",
    "due_date",
    "estimate_minutes",
    "parent_id",
  ];
  return named.filter((field) => field in changes).map((field) => [field, labels[field]]);
}

interface Wording {
  task: BoardTask;
  world: TaskWorld;
  priorities: Record<string, string>;
  language: string;
  t: TFunction;
}

function describeValue(
  field: string,
  value: string | number | null | undefined,
  { task, world, priorities, language, t }: Wording,
): string {
  if (typeof value === "number") return formatDuration(value, language);
  if (field === "assignee_id") {
    return (value && world.members.get(value)?.name) || t("tasks.unassigned");
  }
  if (!value) return t("conflict.empty");
  if (field === "status") {
    const statuses = world.projects.get(task.project_id)?.statuses;
    return statuses?.find(({ key }) => key === value)?.name ?? value;
  }
  if (field === "priority") return priorities[value] ?? value;
  // A task that is part of another is told by where it stands, not by an id.
  if (field === "parent_id") return t("conflict.another");
  if (field === "due_date" || field === "start_date") return formatDay(value, language);
  return value.length > 80 ? `${value.slice(0, 80)}…` : value;
}

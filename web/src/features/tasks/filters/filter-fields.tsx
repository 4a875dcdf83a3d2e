import { dueKinds, parseDayRange, type TaskFilter } from "@flowdesk/types/task-filters";
import { taskPriorities } from "@flowdesk/types/tasks";
import {
  Archive,
  CalendarDays,
  CircleDashed,
  CircleUser,
  FolderKanban,
  type LucideIcon,
  PenLine,
  Signal,
  Tag,
} from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import { ProjectMark } from "#/components/ui/project-mark.tsx";
import { progressOf, StatusIcon } from "#/components/ui/status-icon.tsx";
import { formatDay } from "#/lib/format.ts";
import { useCategoryNames } from "../board/board-columns.ts";
import { LabelDot } from "../components/label-chips.tsx";
import { PriorityIcon } from "../components/priority-icon.tsx";
import type { TaskLabel, TaskMember, TaskProject } from "../task-context.ts";
import { usePriorityLabels } from "../task-labels.ts";

export type FieldKey =
  | "status"
  | "category"
  | "priority"
  | "assignee"
  | "reporter"
  | "project"
  | "label"
  | "due"
  | "archived";

export interface FilterOption {
  value: string;
  label: string;
  icon?: ReactNode;
}

/** One thing that tasks can be narrowed by. */
export interface FilterField {
  key: FieldKey;
  label: string;
  icon: LucideIcon;
  options: readonly FilterOption[];
  /** Several of its values at once. */
  isMultiple: boolean;
}

interface FieldSources {
  /** The project of the page; without one tasks of all are shown. */
  project: TaskProject | undefined;
  projects: readonly Pick<TaskProject, "id" | "key" | "name" | "colour">[];
  members: readonly TaskMember[];
  labels: ReadonlyMap<string, TaskLabel>;
  userId: string;
  /** What the page itself is about cannot be chosen again. */
  without?: readonly FieldKey[];
}

/** What the tasks of a page can be narrowed by. */
export function useFilterFields(sources: FieldSources): readonly FilterField[] {
  const { project, projects, members, labels, userId, without } = sources;
  const { t } = useTranslation();
  const priorities = usePriorityLabels();
  const categories = useCategoryNames();

  return useMemo(() => {
    const people = members
      .filter(({ id }) => id !== userId)
      .map(({ id, name }) => ({
        value: id,
        label: name,
        icon: <Avatar name={name} size="sm" decorative />,
      }));
    const me = members.find(({ id }) => id === userId);
    const myself: FilterOption = {
      value: "me",
      label: t("filters.me"),
      icon: <Avatar name={me?.name ?? "?"} size="sm" decorative />,
    };
    const fields: FilterField[] = [
      project
        ? {
            key: "status",
            label: t("tasks.status"),
            icon: CircleDashed,
            isMultiple: true,
            options: project.statuses.map(({ key, name, category }) => ({
              value: key,
              label: name,
              icon: <StatusIcon category={category} progress={progressOf(project.statuses, key)} />,
            })),
          }
        : {
            key: "category",
            label: t("tasks.status"),
            icon: CircleDashed,
            isMultiple: true,
            options: Object.entries(categories).map(([value, label]) => ({
              value,
              label,
              icon: <StatusIcon category={value} progress={0.5} />,
            })),
          },
      {
        key: "priority",
        label: t("tasks.priority"),
        icon: Signal,
        isMultiple: true,
        options: taskPriorities.toReversed().map((value) => ({
          value,
          label: priorities[value] ?? value,
          icon: <PriorityIcon priority={value} />,
        })),
      },
      {
        key: "assignee",
        label: t("tasks.assignee"),
        icon: CircleUser,
        isMultiple: true,
        options: [
          myself,
          {
            value: "none",
            label: t("tasks.unassigned"),
            icon: <CircleUser className="size-4 text-muted" aria-hidden />,
          },
          ...people,
        ],
      },
      {
        key: "reporter",
        label: t("tasks.reporter"),
        icon: PenLine,
        isMultiple: true,
        options: [myself, ...people],
      },
      ...(labels.size === 0
        ? []
        : [
            {
              key: "label" as const,
              label: t("tasks.label"),
              icon: Tag,
              isMultiple: true,
              options: [...labels.values()].map(({ id, name, colour }) => ({
                value: id,
                label: name,
                icon: <LabelDot colour={colour} />,
              })),
            },
          ]),
      {
        key: "due",
        label: t("tasks.dueDate"),
        icon: CalendarDays,
        isMultiple: false,
        options: dueKinds.map((value) => ({ value, label: t(`filters.due.${value}`) })),
      },
      ...(project
        ? []
        : [
            {
              key: "project" as const,
              label: t("tasks.project"),
              icon: FolderKanban,
              isMultiple: true,
              options: projects.map(({ id, name, colour }) => ({
                value: id,
                label: name,
                icon: <ProjectMark colour={colour} />,
              })),
            },
          ]),
      {
        key: "archived",
        label: t("filters.archived"),
        icon: Archive,
        isMultiple: false,
        options: (["with", "only"] as const).map((value) => ({
          value,
          label: t(`filters.archivedChoices.${value}`),
        })),
      },
    ];
    return fields.filter(({ key }) => !without?.includes(key));
  }, [project, projects, members, labels, userId, without, priorities, categories, t]);
}

/** The chosen values of a field. */
export function valuesOf(filter: TaskFilter, key: FieldKey): readonly string[] {
  const value = filter[key];
  return value === undefined ? [] : typeof value === "string" ? [value] : value;
}

/** The chosen values in words: "High, Urgent", "from Nov 1 to Nov 30". */
export function useChoiceWords(): (field: FilterField, values: readonly string[]) => string {
  const { t, i18n } = useTranslation();
  return (field, values) => {
    const words = values.map((value) => {
      const known = field.options.find((option) => option.value === value)?.label;
      if (known) return known;
      const range = parseDayRange(value);
      if (!range) return t("filters.unknown");
      const from = range.from && formatDay(range.from, i18n.language);
      const to = range.to && formatDay(range.to, i18n.language);
      if (from && to) return t("filters.fromTo", { from, to });
      return from ? t("filters.from", { from }) : t("filters.until", { to });
    });
    return words.length > 2 ? t("filters.several", { count: words.length }) : words.join(", ");
  };
}

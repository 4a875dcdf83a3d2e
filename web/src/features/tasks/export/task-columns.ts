import type { TFunction } from "i18next";
import type { CsvColumn } from "#/lib/csv.ts";
import type { ExportedTask } from "../queries.ts";
import type { TaskLabel, TaskMember } from "../task-context.ts";

interface Names {
  members: ReadonlyMap<string, TaskMember>;
  labels: ReadonlyMap<string, TaskLabel>;
  /** What priorities are called. */
  priorities: Readonly<Record<string, string>>;
}

/** What a file of tasks holds, in the words of the reader; an import understands the same heads. */
export function taskColumns(
  { members, labels, priorities }: Names,
  t: TFunction,
): CsvColumn<ExportedTask>[] {
  const person = (id: string | null) => id && (members.get(id)?.name ?? t("tasks.formerMember"));
  return [
    { head: t("export.key"), cell: ({ project, number }) => `${project.key}-${number}` },
    { head: t("tasks.titleLabel"), cell: ({ title }) => title },
    { head: t("tasks.project"), cell: ({ project }) => project.name },
    { head: t("tasks.status"), cell: ({ state, status }) => state?.name ?? status },
    { head: t("tasks.priority"), cell: (task) => priorities[task.priority] },
    { head: t("tasks.assignee"), cell: ({ assignee_id }) => person(assignee_id) },
    { head: t("tasks.reporter"), cell: ({ reporter_id }) => person(reporter_id) },
    { head: t("export.startDate"), cell: ({ start_date }) => start_date },
    { head: t("tasks.dueDate"), cell: ({ due_date }) => due_date },
    { head: t("export.estimate"), cell: ({ estimate_minutes }) => estimate_minutes },
    {
      head: t("tasks.labels"),
      cell: (task) =>
        task.labels.flatMap(({ label_id }) => labels.get(label_id)?.name ?? []).join(", "),
    },
    { head: t("tasks.description"), cell: ({ description }) => description },
    { head: t("export.created"), cell: ({ created_at }) => created_at },
    { head: t("export.updated"), cell: ({ updated_at }) => updated_at },
    { head: t("export.completed"), cell: ({ completed_at }) => completed_at },
    { head: t("export.archived"), cell: ({ archived_at }) => archived_at },
  ];
}

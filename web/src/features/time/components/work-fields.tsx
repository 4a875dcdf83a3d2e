import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Combobox } from "#/components/ui/combobox.tsx";
import { Field } from "#/components/ui/field.tsx";
import { ProjectMark } from "#/components/ui/project-mark.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { type TimeEntry, timeQueries } from "../queries.ts";

/** A project that time can be booked on. */
export interface BookableProject {
  id: string;
  key: string;
  name: string;
  colour: string;
}

export interface Work {
  project_id: string | undefined;
  task_id: string | null;
}

interface WorkFieldsProps {
  projects: readonly BookableProject[];
  value: Work;
  onChange: (work: Work) => void;
  /** What the entry was on so far, which need not be among the open tasks any more. */
  former?: Pick<TimeEntry, "task_id" | "tasks"> | undefined;
  error?: string | undefined;
}

// A list of choices knows no null.
const none = "none";

/** The project, and one of its tasks for whoever knows it that closely. */
export function WorkFields({ projects, value, onChange, former, error }: WorkFieldsProps) {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const { data: tasks = [] } = useQuery(timeQueries.tasks(id, value.project_id));
  const project = projects.find((each) => each.id === value.project_id);
  const isFormerMissing =
    former?.tasks &&
    former.task_id === value.task_id &&
    !tasks.some((task) => task.id === value.task_id);
  const choices = [
    ...tasks,
    ...(isFormerMissing && former.tasks && former.task_id
      ? [{ id: former.task_id, ...former.tasks }]
      : []),
  ];
  return (
    <>
      <Field label={t("time.project")} error={error}>
        {(control) => (
          <Combobox
            {...control}
            label={t("time.project")}
            value={value.project_id}
            onValueChange={(project_id) =>
              onChange({
                project_id,
                task_id: project_id === value.project_id ? value.task_id : null,
              })
            }
            options={projects.map(({ id: projectId, name, key, colour }) => ({
              value: projectId,
              label: name,
              keywords: [key],
              icon: <ProjectMark colour={colour} />,
              aside: key,
            }))}
          />
        )}
      </Field>
      <Field label={t("time.task")}>
        {(control) => (
          <Combobox
            {...control}
            label={t("time.task")}
            disabled={!value.project_id}
            value={value.task_id ?? none}
            onValueChange={(task_id) =>
              onChange({ ...value, task_id: task_id === none ? null : task_id })
            }
            options={[
              { value: none, label: t("time.noTask") },
              ...choices.map(({ id: taskId, number, title }) => ({
                value: taskId,
                label: title,
                keywords: [`${project?.key ?? ""}-${number}`],
                aside: `${project?.key ?? "#"}-${number}`,
              })),
            ]}
          />
        )}
      </Field>
    </>
  );
}

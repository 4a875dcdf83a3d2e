import { useTranslation } from "react-i18next";
import { ProjectMark } from "#/components/ui/project-mark.tsx";
import type { TimeEntry } from "../queries.ts";

interface WorkLabelProps {
  work: Pick<TimeEntry, "projects" | "tasks">;
  /** Stands in the place of a missing task. */
  description?: string | undefined;
}

/** What somebody works on, in a line: the task, else what they wrote, else the project. */
export function WorkLabel({ work, description }: WorkLabelProps) {
  const { t } = useTranslation();
  const { projects: project, tasks: task } = work;
  const name = project?.name ?? t("time.hiddenProject");
  return (
    <span className="flex min-w-0 items-center gap-2">
      <ProjectMark colour={project?.colour ?? "transparent"} />
      {task ? (
        <span className="truncate" title={`${name}: ${task.title}`}>
          <span className="tabular-nums text-muted">
            {project ? `${project.key}-${task.number}` : `#${task.number}`}
          </span>{" "}
          {task.title}
        </span>
      ) : (
        <span className="truncate" title={name}>
          {description || name}
          {description && <span className="text-muted"> · {name}</span>}
        </span>
      )}
    </span>
  );
}

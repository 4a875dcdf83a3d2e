import { Link } from "@tanstack/react-router";
import { Archive, Lock } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import { Badge } from "#/components/ui/badge.tsx";
import { DataTable } from "#/components/ui/data-table.tsx";
import type { TableColumn } from "#/components/ui/data-table-columns.ts";
import { ProjectMark } from "#/components/ui/project-mark.tsx";
import { formatAgo, formatDay, formatMoment } from "#/lib/format.ts";
import { paths } from "#/lib/paths.ts";
import type { Progress, ProjectRow } from "../queries.ts";
import { ProgressFigure } from "./progress-figure.tsx";
import { ProjectMenu } from "./project-menu.tsx";
import { ProjectStatusLabel } from "./project-status.tsx";

interface ProjectTableProps {
  slug: string;
  projects: readonly ProjectRow[];
  /** Undefined while they are being counted. */
  progress: ReadonlyMap<string, Progress> | undefined;
  members: readonly { id: string; name: string }[];
  /** Under the last row. */
  children?: React.ReactNode;
}

/** One row a project; the whole row leads to its board. */
export function ProjectTable({ slug, projects, progress, members, children }: ProjectTableProps) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const columns = useMemo((): TableColumn<ProjectRow>[] => {
    const names = new Map(members.map(({ id, name }) => [id, name]));
    return [
      {
        id: "name",
        header: t("projects.name"),
        cell: (project) => <ProjectName project={project} />,
      },
      {
        id: "key",
        header: t("projects.key"),
        width: 96,
        isWide: true,
        cell: ({ key }) => <span className="tabular-nums text-muted">{key}</span>,
      },
      {
        id: "status",
        header: t("projects.status"),
        width: 136,
        isWide: true,
        cell: ({ status }) => <ProjectStatusLabel status={status} />,
      },
      {
        id: "lead",
        header: t("projects.lead"),
        width: 168,
        isWide: true,
        cell: ({ lead_id }) => <Lead name={names.get(lead_id ?? "")} />,
      },
      {
        id: "progress",
        header: t("projects.done"),
        width: 136,
        // The counters leave archived projects out.
        cell: ({ id, archived_at }) =>
          archived_at === null && (
            <ProgressFigure progress={progress && (progress.get(id) ?? none)} />
          ),
      },
      {
        id: "due",
        header: t("projects.dueDate"),
        width: 104,
        isWide: true,
        align: "end",
        cell: ({ due_date }) => due_date && formatDay(due_date, language),
      },
      {
        id: "updated",
        header: t("projects.updated"),
        width: 136,
        isWide: true,
        align: "end",
        cell: ({ updated_at }) => (
          <time
            dateTime={updated_at}
            title={formatMoment(updated_at, language)}
            className="relative text-muted"
          >
            {formatAgo(updated_at, language)}
          </time>
        ),
      },
    ];
  }, [members, progress, language, t]);

  return (
    <DataTable
      label={t("projects.title")}
      name="projects"
      rows={projects}
      columns={columns}
      isSortedElsewhere
      renderLink={({ key }, look) => <Link {...paths.board(slug, key)} {...look} />}
      actions={(project) => <ProjectMenu project={project} />}
    >
      {children}
    </DataTable>
  );
}

const none: Progress = { open: 0, total: 0 };

function ProjectName({ project }: { project: ProjectRow }) {
  const { t } = useTranslation();
  return (
    <span className="flex min-w-0 items-center gap-2">
      <ProjectMark colour={project.colour} />
      <span className={project.archived_at ? "truncate text-muted" : "truncate"}>
        {project.name}
      </span>
      {project.visibility === "private" && (
        <>
          <Lock className="size-3.5 text-muted" aria-hidden />
          <span className="sr-only">{t("projects.privateProject")}</span>
        </>
      )}
      {project.archived_at && (
        <Badge icon={<Archive aria-hidden />}>{t("projects.archived")}</Badge>
      )}
    </span>
  );
}

function Lead({ name }: { name: string | undefined }) {
  if (name === undefined) return undefined;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Avatar name={name} size="sm" decorative />
      <span className="truncate">{name}</span>
    </span>
  );
}

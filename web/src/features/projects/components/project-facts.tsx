import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FileUp, Info, Settings } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "#/components/ui/avatar.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { Markdown } from "#/components/ui/markdown.tsx";
import { Popover } from "#/components/ui/popover.tsx";
import { Tooltip } from "#/components/ui/tooltip.tsx";
import { formatDuration } from "#/lib/duration.ts";
import { formatDay } from "#/lib/format.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import { type Project, projectQueries } from "../queries.ts";
import { ProgressFigure } from "./progress-figure.tsx";
import { ProjectStatusLabel } from "./project-status.tsx";

// A link that looks as the icon buttons beside it do.
const iconLink =
  "inline-flex size-control shrink-0 items-center justify-center rounded-control text-muted transition-colors hover:bg-hover hover:text-text [&_svg]:size-4";

interface ProjectFactsProps {
  project: Project;
  members: readonly { id: string; name: string }[];
}

/** At the end of a project's header: how far it is, what it is about, and the way to its settings. */
export function ProjectFacts({ project, members }: ProjectFactsProps) {
  const { t, i18n } = useTranslation();
  const { id, slug, can } = useOrganization();
  const { data: progress } = useQuery(projectQueries.progress(id, project.id));
  const lead = members.find((member) => member.id === project.lead_id);
  const { start_date, due_date } = project;
  const day = (value: string) => formatDay(value, i18n.language);
  return (
    <>
      <div className="w-32 max-lg:hidden">
        <ProgressFigure progress={progress} />
      </div>
      <Popover
        align="end"
        label={t("projects.facts")}
        className="w-84 max-w-[calc(100vw-16px)]"
        trigger={<IconButton label={t("projects.facts")} icon={<Info />} />}
      >
        <div className="flex flex-col gap-4 overflow-y-auto p-4">
          {project.description.trim() && (
            <div className="text-sm">
              <Markdown text={project.description} />
            </div>
          )}
          <dl className="grid grid-cols-[88px_minmax(0,1fr)] items-center gap-y-2">
            <Fact label={t("projects.status")}>
              <ProjectStatusLabel status={project.status} />
            </Fact>
            <Fact label={t("projects.lead")}>
              {lead ? (
                <span className="flex min-w-0 items-center gap-2">
                  <Avatar name={lead.name} size="sm" decorative />
                  <span className="truncate">{lead.name}</span>
                </span>
              ) : (
                <span className="text-muted">{t("projects.noLead")}</span>
              )}
            </Fact>
            {(start_date || due_date) && (
              <Fact label={t("projects.dates")}>
                {start_date && due_date
                  ? t("projects.fromTo", { from: day(start_date), to: day(due_date) })
                  : due_date
                    ? t("projects.until", { day: day(due_date) })
                    : start_date && t("projects.from", { day: day(start_date) })}
              </Fact>
            )}
            {can("clients.read") && project.client_id && <ClientFact id={project.client_id} />}
            {project.budget_minutes !== null && (
              <Fact label={t("projects.budget")}>
                {formatDuration(project.budget_minutes, i18n.language)}
              </Fact>
            )}
            <Fact label={t("projects.done")}>
              <ProgressFigure progress={progress} />
            </Fact>
          </dl>
        </div>
      </Popover>
      {can("tasks.create") && project.archived_at === null && (
        <Tooltip content={t("imports.title")}>
          <Link
            {...paths.projectImport(slug, project.key)}
            aria-label={t("imports.title")}
            className={iconLink}
          >
            <FileUp aria-hidden />
          </Link>
        </Tooltip>
      )}
      <Tooltip content={t("projectSettings.title")}>
        <Link
          {...paths.projectSettings(slug, project.key)}
          aria-label={t("projectSettings.title")}
          className={iconLink}
        >
          <Settings aria-hidden />
        </Link>
      </Tooltip>
    </>
  );
}

function ClientFact({ id }: { id: string }) {
  const { t } = useTranslation();
  const organization = useOrganization();
  const { data: clients } = useQuery(projectQueries.clients(organization.id));
  const client = clients?.find((each) => each.id === id);
  return (
    <Fact label={t("projects.client")}>
      <span className="block truncate">{client?.name}</span>
    </Fact>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

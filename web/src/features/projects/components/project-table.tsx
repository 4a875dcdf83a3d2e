import { Link } from "@tanstack/react-router";
import { Archive, Lock } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "#/components/ui/badge.tsx";
import { ProjectMark } from "#/components/ui/project-mark.tsx";
import { formatAgo, formatMoment, formatNumber } from "#/lib/format.ts";
import { paths } from "#/lib/paths.ts";
import { listItem, useListNavigation } from "#/lib/shortcuts/use-list-navigation.ts";
import type { ProjectRow } from "../queries.ts";

interface ProjectTableProps {
  slug: string;
  projects: readonly ProjectRow[];
  /** Undefined while they are being counted. */
  openTasks: ReadonlyMap<string, number> | undefined;
}

/** One row a project; the whole row leads to its board. */
export function ProjectTable({ slug, projects, openTasks }: ProjectTableProps) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const table = useRef<HTMLTableElement>(null);
  useListNavigation(table);
  return (
    <table ref={table} className="w-full border-separate border-spacing-0 text-sm">
      <thead className="text-left text-xs text-muted">
        <tr className="[&>th]:sticky [&>th]:top-0 [&>th]:z-10 [&>th]:h-8 [&>th]:border-b [&>th]:border-hairline [&>th]:bg-surface [&>th]:px-2 [&>th]:font-normal">
          <th scope="col" className="w-28 pl-4! max-sm:w-20 md:pl-6!">
            {t("projects.key")}
          </th>
          <th scope="col">{t("projects.name")}</th>
          <th scope="col" className="w-28 text-right max-sm:w-20 max-sm:pr-4!">
            {t("projects.openTasks")}
          </th>
          <th scope="col" className="w-36 pr-4! text-right max-sm:hidden md:pr-6!">
            {t("projects.updated")}
          </th>
        </tr>
      </thead>
      <tbody>
        {projects.map((project) => (
          <tr
            key={project.id}
            className="group relative transition-colors hover:bg-hover has-focus-visible:bg-hover [&>td]:h-row [&>td]:border-b [&>td]:border-hairline [&>td]:px-2"
          >
            <td className="pl-4! tabular-nums text-muted md:pl-6!">{project.key}</td>
            <td className="max-w-0">
              <span className="flex min-w-0 items-center gap-2">
                <ProjectMark colour={project.colour} />
                <Link
                  {...paths.board(slug, project.key)}
                  {...listItem}
                  className="truncate font-strong after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:rounded-control focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
                >
                  {project.name}
                </Link>
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
            </td>
            <td className="text-right tabular-nums max-sm:pr-4!">
              {openTasks ? formatNumber(openTasks.get(project.id) ?? 0, language) : ""}
            </td>
            <td className="pr-4! text-right text-muted max-sm:hidden md:pr-6!">
              <time
                dateTime={project.updated_at}
                title={formatMoment(project.updated_at, language)}
                className="relative"
              >
                {formatAgo(project.updated_at, language)}
              </time>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

import { Link } from "@tanstack/react-router";
import { Archive, ArchiveRestore, Ellipsis, Settings, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Menu, MenuItem, MenuSeparator } from "#/components/ui/dropdown-menu.tsx";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import type { ProjectRow } from "../queries.ts";
import { useArchiveProject } from "../use-archive-project.ts";
import { DeleteProjectDialog } from "./delete-project-dialog.tsx";

/** What can be done with a project of the list. */
export function ProjectMenu({ project }: { project: ProjectRow }) {
  const { t } = useTranslation();
  const { slug, can } = useOrganization();
  const [isDeleting, setDeleting] = useState(false);
  const archive = useArchiveProject();
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton
            size="sm"
            label={t("projects.actions", { name: project.name })}
            icon={<Ellipsis />}
          />
        }
      >
        <MenuItem asChild>
          <Link {...paths.projectSettings(slug, project.key)}>
            <Settings aria-hidden />
            {t("projectSettings.title")}
          </Link>
        </MenuItem>
        {can("projects.write") && (
          <MenuItem onSelect={() => void archive.toggle(project)}>
            {project.archived_at ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
            {project.archived_at ? t("projects.restore") : t("projects.archive")}
          </MenuItem>
        )}
        {can("projects.delete") && (
          <>
            <MenuSeparator />
            <MenuItem onSelect={() => setDeleting(true)}>
              <Trash2 aria-hidden />
              {t("projects.deleteMenu")}
            </MenuItem>
          </>
        )}
      </Menu>
      <DeleteProjectDialog project={project} open={isDeleting} onClose={() => setDeleting(false)} />
    </>
  );
}

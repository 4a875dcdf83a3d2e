import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { DangerList, DangerRow } from "#/components/ui/danger-row.tsx";
import { Section } from "#/components/ui/section.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { DeleteProjectDialog } from "../components/delete-project-dialog.tsx";
import type { Project } from "../queries.ts";
import { useArchiveProject } from "../use-archive-project.ts";

interface ProjectDangerZoneProps {
  project: Project;
  onDeleted: () => void;
}

/** Out of the way, or gone. What one may not do is not offered. */
export function ProjectDangerZone({ project, onDeleted }: ProjectDangerZoneProps) {
  const { t } = useTranslation();
  const { can } = useOrganization();
  const [isDeleting, setDeleting] = useState(false);
  const archive = useArchiveProject();
  const isArchived = project.archived_at !== null;
  if (!can("projects.write") && !can("projects.delete")) return undefined;
  return (
    <Section title={t("projectSettings.ending")}>
      <DangerList>
        {can("projects.write") && (
          <DangerRow
            title={isArchived ? t("projects.restore") : t("projects.archive")}
            text={isArchived ? t("projectSettings.restoreText") : t("projectSettings.archiveText")}
            action={
              <Button pending={archive.pending} onClick={() => void archive.toggle(project)}>
                {isArchived ? t("projectSettings.restoreAction") : t("projects.archive")}
              </Button>
            }
          />
        )}
        {can("projects.delete") && (
          <DangerRow
            title={t("projects.delete")}
            text={t("projectSettings.deleteText")}
            action={
              <Button variant="danger" onClick={() => setDeleting(true)}>
                {t("projects.delete")}
              </Button>
            }
          >
            <DeleteProjectDialog
              project={project}
              open={isDeleting}
              onClose={() => setDeleting(false)}
              onDeleted={onDeleted}
            />
          </DangerRow>
        )}
      </DangerList>
    </Section>
  );
}

import { Archive, Info } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { formatDay, toDay } from "#/lib/format.ts";
import { useOrganization } from "#/lib/organization.tsx";
import type { Project } from "../queries.ts";
import { useArchiveProject } from "../use-archive-project.ts";

const bar =
  "flex items-center gap-x-3 gap-y-2 border-b border-hairline bg-surface-2 px-4 py-2 text-sm md:px-6";

/** Why nothing can be changed here, where that is so. */
export function ProjectSettingsNote({ project }: { project: Project }) {
  const { t, i18n } = useTranslation();
  const { can } = useOrganization();
  const archive = useArchiveProject();
  if (project.archived_at) {
    const day = formatDay(toDay(new Date(project.archived_at)), i18n.language);
    return (
      <div className={`${bar} flex-wrap`}>
        <Archive className="size-4 text-muted" aria-hidden />
        <p className="min-w-0 flex-1 basis-48">{t("projectSettings.archivedSince", { day })}</p>
        {can("projects.write") && (
          <Button size="sm" pending={archive.pending} onClick={() => void archive.toggle(project)}>
            {t("projectSettings.restoreAction")}
          </Button>
        )}
      </div>
    );
  }
  if (can("projects.write")) return undefined;
  return (
    <p className={bar}>
      <Info className="size-4 shrink-0 text-running" aria-hidden />
      {t("projectSettings.readOnly")}
    </p>
  );
}

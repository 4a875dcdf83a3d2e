import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { asAppError } from "#/lib/app-error.ts";
import { describeError } from "#/lib/form-errors.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { type SeenProject, useUpdateProject } from "./mutations.ts";

interface ArchivableProject extends SeenProject {
  name: string;
  archived_at: string | null;
}

/** Puts a project into the archive or brings it back, and offers the way back from either. */
export function useArchiveProject() {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const update = useUpdateProject(id);

  const set = async (project: ArchivableProject, isUndo: boolean) => {
    const isArchived = project.archived_at !== null;
    const archived_at = isArchived ? null : new Date().toISOString();
    try {
      const { version } = await update.mutateAsync({ project, changes: { archived_at } });
      const { name } = project;
      toast.success(
        isArchived ? t("projects.wasRestored", { name }) : t("projects.wasArchived", { name }),
        isUndo
          ? {}
          : {
              action: {
                label: t("common.undo"),
                onClick: () => void set({ ...project, version, archived_at }, true),
              },
            },
      );
    } catch (error) {
      toast.error(describeError(asAppError(error), t));
    }
  };
  return { toggle: (project: ArchivableProject) => set(project, false), pending: update.isPending };
}

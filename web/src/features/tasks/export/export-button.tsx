import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { useCsvExport } from "#/lib/use-csv-export.ts";
import type { Condition } from "../filters/conditions.ts";
import { fetchForExport } from "../queries.ts";
import type { TaskWorld } from "../task-context.ts";
import { usePriorityLabels } from "../task-labels.ts";
import { taskColumns } from "./task-columns.ts";

interface ExportButtonProps {
  /** What the file is called. */
  name: string;
  conditions: readonly Condition[];
  world: TaskWorld;
}

/** Every task that the filter leaves, as a file. */
export function ExportButton({ name, conditions, world }: ExportButtonProps) {
  const { t } = useTranslation();
  const { id: org } = useOrganization();
  const priorities = usePriorityLabels();
  const exportCsv = useCsvExport();
  return (
    <IconButton
      size="sm"
      label={t("export.tasks")}
      icon={<Download />}
      onClick={() =>
        void exportCsv({
          name,
          columns: taskColumns({ ...world, priorities }, t),
          pages: (signal) => fetchForExport(org, conditions, signal),
        })
      }
    />
  );
}

import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { useCsvExport } from "#/lib/use-csv-export.ts";
import type { ProjectFilter } from "../project-filter.ts";
import { fetchForExport, type ProjectRow } from "../queries.ts";
import { projectStatusOptions } from "./project-status.tsx";

interface ExportButtonProps {
  filter: ProjectFilter;
  members: readonly { id: string; name: string }[];
}

/** Every project that the filter leaves, as a file. */
export function ExportButton({ filter, members }: ExportButtonProps) {
  const { t } = useTranslation();
  const { id: org } = useOrganization();
  const exportCsv = useCsvExport();
  const start = () => {
    const names = new Map(members.map(({ id, name }) => [id, name]));
    const statuses = new Map<string, string>(
      projectStatusOptions(t).map(({ value, label }) => [value, label]),
    );
    void exportCsv({
      name: t("projects.title"),
      columns: [
        { head: t("projects.key"), cell: ({ key }: ProjectRow) => key },
        { head: t("projects.name"), cell: ({ name }) => name },
        { head: t("projects.status"), cell: ({ status }) => statuses.get(status) ?? status },
        {
          head: t("projects.visibility"),
          cell: ({ visibility }) =>
            visibility === "private" ? t("projects.visibilityPrivate") : t("export.everyone"),
        },
        {
          head: t("projects.lead"),
          cell: ({ lead_id }) => lead_id && (names.get(lead_id) ?? t("projects.formerMember")),
        },
        { head: t("projects.dueDate"), cell: ({ due_date }) => due_date },
        { head: t("export.created"), cell: ({ created_at }) => created_at },
        { head: t("projects.updated"), cell: ({ updated_at }) => updated_at },
        { head: t("export.archived"), cell: ({ archived_at }) => archived_at },
      ],
      pages: (signal) => fetchForExport(org, filter, signal),
    });
  };
  return <IconButton label={t("export.projects")} icon={<Download />} onClick={start} />;
}

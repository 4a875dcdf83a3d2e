import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "#/components/ui/icon-button.tsx";
import { useCsvExport } from "#/lib/use-csv-export.ts";
import type { Member, Role } from "../queries.ts";

interface ExportButtonProps {
  members: readonly Member[];
  roles: readonly Role[];
}

/** The members that are shown, all of whom are here, as a file. */
export function ExportButton({ members, roles }: ExportButtonProps) {
  const { t } = useTranslation();
  const exportCsv = useCsvExport();
  const start = () =>
    void exportCsv({
      name: t("members.title"),
      columns: [
        { head: t("members.name"), cell: ({ name }: Member) => name },
        {
          head: t("members.role"),
          cell: ({ role }) => roles.find(({ key }) => key === role)?.name ?? role,
        },
        {
          head: t("members.status"),
          cell: ({ isActive }) => t(isActive ? "members.active" : "members.suspended"),
        },
        { head: t("members.joined"), cell: ({ joinedAt }) => joinedAt },
      ],
      pages: async function* () {
        yield members;
      },
    });
  return <IconButton size="sm" label={t("export.members")} icon={<Download />} onClick={start} />;
}

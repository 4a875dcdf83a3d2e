import { useTranslation } from "react-i18next";
import { Section, SettingsColumn } from "#/components/ui/section.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import type { Project } from "../queries.ts";
import { GeneralForm } from "./general-form.tsx";
import { ProjectDangerZone } from "./project-danger-zone.tsx";

interface GeneralSettingsPageProps {
  project: Project;
  members: readonly { id: string; name: string }[];
  onDeleted: () => void;
}

/** What a project is, and its end. */
export function ProjectGeneralPage({ project, members, onDeleted }: GeneralSettingsPageProps) {
  const { t } = useTranslation();
  const { can } = useOrganization();
  const isEditable = can("projects.write") && project.archived_at === null;
  return (
    <SettingsColumn>
      <Section title={t("projectSettings.about")}>
        <GeneralForm project={project} members={members} disabled={!isEditable} />
      </Section>
      <ProjectDangerZone project={project} onDeleted={onDeleted} />
    </SettingsColumn>
  );
}

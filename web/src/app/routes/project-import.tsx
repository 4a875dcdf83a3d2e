import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { PageHeader } from "#/components/ui/page-header.tsx";
import { ImportPage } from "#/features/imports/import-page.tsx";
import { organizationQueries } from "#/features/organizations/queries.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";
import { ProjectNotFound } from "../pages/project-not-found.tsx";
import { useProjectOfAddress } from "../use-project-of-address.ts";

/** Where a project's tasks come out of a file. */
export function ProjectImportRoute() {
  const { t } = useTranslation();
  const { id, slug } = useOrganization();
  const project = useProjectOfAddress();
  const { data: members } = useQuery(organizationQueries.members(id));
  if (!project) return <ProjectNotFound />;
  // Guesses need everybody's name.
  if (!members) return null;
  const list = paths.projectTasks(slug, project.key, "list");
  return (
    <ImportPage
      key={project.id}
      project={{ ...project, people: members }}
      header={
        <PageHeader
          trail={[
            <Link key="project" {...paths.board(slug, project.key)}>
              {project.name}
            </Link>,
          ]}
          title={t("imports.title")}
        />
      }
      toTasks={
        <Button asChild variant="primary">
          <Link {...list}>{t("imports.toTasks")}</Link>
        </Button>
      }
    />
  );
}

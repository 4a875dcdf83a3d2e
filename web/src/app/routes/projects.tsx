import { useNavigate } from "@tanstack/react-router";
import { ProjectListPage } from "#/features/projects/project-list-page.tsx";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";

export function ProjectsRoute() {
  const navigate = useNavigate();
  const { slug } = useOrganization();
  return <ProjectListPage onOpen={({ key }) => void navigate(paths.board(slug, key))} />;
}

import { ProjectWorkflowPage } from "#/features/projects/settings/workflow-page.tsx";
import { useProjectOfAddress } from "../use-project-of-address.ts";

export function ProjectWorkflowRoute() {
  const project = useProjectOfAddress();
  return project && <ProjectWorkflowPage key={project.id} project={project} />;
}

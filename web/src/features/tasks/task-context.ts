/** What task screens need to know of what surrounds tasks; the route puts it together from other features. */
export interface TaskContext {
  project: TaskProject;
  members: readonly TaskMember[];
}

export interface TaskProject {
  id: string;
  key: string;
  name: string;
  colour: string;
  visibility: string;
  archived_at: string | null;
  statuses: readonly TaskStatus[];
}

export interface TaskMember {
  id: string;
  name: string;
}

export interface TaskLabel {
  id: string;
  name: string;
  colour: string;
}

export interface TaskStatus {
  key: string;
  name: string;
  category: string;
  wip_limit: number | null;
}

/** The same for tasks of several projects: as many of these as are known yet. */
export interface TaskWorld {
  projects: ReadonlyMap<string, TaskProject>;
  members: ReadonlyMap<string, TaskMember>;
  labels: ReadonlyMap<string, TaskLabel>;
}

/** "ACME-42"; while its project is not known yet "#42". */
export function taskKeyOf(
  { projects }: Pick<TaskWorld, "projects">,
  task: { project_id: string; number: number },
): string {
  const project = projects.get(task.project_id);
  return project ? `${project.key}-${task.number}` : `#${task.number}`;
}

import type { Kind, Move, Turn } from "./game.ts";
import { codeOfAnswer, pick } from "./game.ts";
import { holds, seesProject, seesTask } from "./model.ts";

/** Looks for a task by its title: whoever sees it finds it, and nobody finds anything that they do not see. */
async function searchForTask({ world, client, actor, organization, call }: Turn) {
  const wanted = pick(world.tasks, call.a);
  if (!wanted) return undefined;
  const { data, error } = await client.rpc("search", {
    organization_id: organization.id,
    query: wanted.title,
    max_results: 100,
  });
  if (!holds(organization, actor.id, "organization.read")) {
    const actual = error ? codeOfAnswer({ error }) : "found something";
    return { expected: "organization_not_found", actual } satisfies Move;
  }
  if (error) return { expected: "an answer", actual: codeOfAnswer({ error }) };
  const seen = new Set(world.tasks.filter((task) => seesTask(task, actor.id)).map(({ id }) => id));
  const projects = new Set(
    world.projects.filter((project) => seesProject(project, actor.id)).map(({ id }) => id),
  );
  const readsProjects = holds(organization, actor.id, "projects.read");
  return {
    expected: {
      isFound: seen.has(wanted.id) && wanted.project.organization === organization,
      hidden: [],
    },
    actual: {
      isFound: data.some(({ id }) => id === wanted.id),
      hidden: data.filter(
        ({ kind, id, task_id, key }) =>
          (task_id !== null && !seen.has(task_id)) ||
          (kind === "project" && !projects.has(id ?? "")) ||
          (key !== null && !readsProjects),
      ),
    },
  };
}

export const searchCalls: Record<string, Kind> = { searchForTask };

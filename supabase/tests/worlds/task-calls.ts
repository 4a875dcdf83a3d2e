import type { Kind, Move, Turn } from "./game.ts";
import { codeOfAnswer, nextName, pick, reachOfAnswer } from "./game.ts";
import {
  admission,
  holds,
  isHidden,
  mayWriteTask,
  type OrganizationState,
  REFUSED,
  reach,
  readOnlyCode,
  seesTask,
  seesView,
  type TaskState,
} from "./model.ts";

/** What the row-level security of everything on a task asks for, and before it whether the task is there at all. */
function mayTie(organization: OrganizationState, task: TaskState, person: string): boolean {
  const { project } = task;
  return (
    project.organization === organization &&
    !isHidden(project, person) &&
    (holds(organization, person, "tasks.write") ||
      (seesTask(task, person) && mayWriteTask(task, person)))
  );
}

async function insertLabel(turn: Turn): Promise<Move> {
  const { world, client, actor, organization, game } = turn;
  const name = nextName(turn, "Label");
  const answer = await client.from("labels").insert({ organization_id: organization.id, name });
  const created = await game.db.all<{ id: string }>(
    "select id from labels where organization_id = $1 and name = $2",
    [organization.id, name],
  );
  return {
    expected: admission(organization, holds(organization, actor.id, "projects.write")),
    actual: codeOfAnswer(answer),
    apply: () => {
      for (const { id } of created) world.labels.push({ id, organization });
    },
  };
}

async function deleteLabel({ world, client, actor, call }: Turn): Promise<Move | undefined> {
  const label = pick(world.labels, call.a);
  if (!label) return undefined;
  const answer = await client.from("labels").delete().eq("id", label.id).select("id");
  const isAllowed =
    holds(label.organization, actor.id, "tasks.read") &&
    holds(label.organization, actor.id, "projects.write");
  return {
    expected: reach(label.organization, isAllowed),
    actual: reachOfAnswer(answer),
    apply: () => {
      world.labels.splice(world.labels.indexOf(label), 1);
      for (const task of world.tasks) task.labels.delete(label.id);
    },
  };
}

async function putLabel({ world, client, actor, organization, call }: Turn) {
  const task = pick(world.tasks, call.a);
  const label = pick(world.labels, call.b);
  if (!task || !label) return undefined;
  const answer = await client
    .from("task_labels")
    .insert({ organization_id: organization.id, task_id: task.id, label_id: label.id });
  const expect = () => {
    if (!mayTie(organization, task, actor.id)) return REFUSED;
    if (task.labels.has(label.id)) return "23505";
    if (label.organization !== organization) return "23503";
    return readOnlyCode(organization) ?? "succeeded";
  };
  return {
    expected: expect(),
    actual: codeOfAnswer(answer),
    apply: () => {
      task.labels.add(label.id);
    },
  };
}

async function takeLabel({ world, client, actor, call }: Turn): Promise<Move | undefined> {
  const task = pick(world.tasks, call.a);
  const label = pick(world.labels, call.b);
  if (!task || !label) return undefined;
  const answer = await client
    .from("task_labels")
    .delete()
    .match({ task_id: task.id, label_id: label.id })
    .select("task_id");
  const isAllowed =
    task.labels.has(label.id) && seesTask(task, actor.id) && mayWriteTask(task, actor.id);
  return {
    expected: reach(task.project.organization, isAllowed),
    actual: reachOfAnswer(answer),
    apply: () => {
      task.labels.delete(label.id);
    },
  };
}

async function watch({ world, client, actor, organization, call }: Turn) {
  const task = pick(world.tasks, call.a);
  const person = pick(world.people, call.b);
  if (!task || !person) return undefined;
  const answer = await client
    .from("task_watchers")
    .insert({ organization_id: organization.id, task_id: task.id, user_id: person.id });
  const isOneself = person.id === actor.id && task.project.organization === organization;
  const expect = () => {
    if (!(isOneself && seesTask(task, actor.id)) && !mayTie(organization, task, actor.id)) {
      return REFUSED;
    }
    if (task.watchers.has(person.id)) return "23505";
    if (!organization.members.has(person.id)) return "23503";
    if (!seesTask(task, person.id)) return "watcher_cannot_see";
    return readOnlyCode(organization) ?? "succeeded";
  };
  return {
    expected: expect(),
    actual: codeOfAnswer(answer),
    apply: () => {
      task.watchers.add(person.id);
    },
  };
}

async function stopWatching({ world, client, actor, call }: Turn): Promise<Move | undefined> {
  const task = pick(world.tasks, call.a);
  const person = pick(world.people, call.b);
  if (!task || !person) return undefined;
  const answer = await client
    .from("task_watchers")
    .delete()
    .match({ task_id: task.id, user_id: person.id })
    .select("task_id");
  const isAllowed =
    task.watchers.has(person.id) &&
    seesTask(task, actor.id) &&
    (person.id === actor.id || mayWriteTask(task, actor.id));
  return {
    expected: reach(task.project.organization, isAllowed),
    actual: reachOfAnswer(answer),
    apply: () => {
      task.watchers.delete(person.id);
    },
  };
}

function waitsFor(task: TaskState, blocker: TaskState): boolean {
  return task === blocker || [...task.waitsFor].some((each) => waitsFor(each, blocker));
}

async function addDependency({ world, client, actor, organization, call }: Turn) {
  const task = pick(world.tasks, call.a);
  const blocker = pick(world.tasks, call.b);
  if (!task || !blocker) return undefined;
  const answer = await client.from("task_dependencies").insert({
    organization_id: organization.id,
    task_id: task.id,
    depends_on_id: blocker.id,
  });
  const isThere = blocker.project.organization === organization;
  const expect = () => {
    if (!isThere || isHidden(blocker.project, actor.id)) return REFUSED;
    if (!mayTie(organization, task, actor.id)) return REFUSED;
    if (task === blocker) return "23514";
    if (task.waitsFor.has(blocker)) return "23505";
    if (waitsFor(blocker, task)) return "dependency_cycle";
    return readOnlyCode(organization) ?? "succeeded";
  };
  return {
    expected: expect(),
    actual: codeOfAnswer(answer),
    apply: () => {
      task.waitsFor.add(blocker);
    },
  };
}

async function removeDependency({ world, client, actor, call }: Turn): Promise<Move | undefined> {
  const task = pick(world.tasks, call.a);
  const blocker = pick(world.tasks, call.b);
  if (!task || !blocker) return undefined;
  const answer = await client
    .from("task_dependencies")
    .delete()
    .match({ task_id: task.id, depends_on_id: blocker.id })
    .select("task_id");
  const isAllowed =
    task.waitsFor.has(blocker) &&
    seesTask(task, actor.id) &&
    seesTask(blocker, actor.id) &&
    mayWriteTask(task, actor.id);
  return {
    expected: reach(task.project.organization, isAllowed),
    actual: reachOfAnswer(answer),
    apply: () => {
      task.waitsFor.delete(blocker);
    },
  };
}

async function moveTask({ world, client, actor, call }: Turn): Promise<Move | undefined> {
  const task = pick(world.tasks, call.a);
  const neighbour = pick(world.tasks, call.b);
  if (!task || !neighbour) return undefined;
  const status = pick(["todo", "review", "done"], call.b) ?? "todo";
  const answer = await client.rpc("move_task", {
    task_id: task.id,
    status,
    after_id: neighbour.id,
  });
  const expect = () => {
    if (!seesTask(task, actor.id)) return "task_not_found";
    if (!mayWriteTask(task, actor.id)) return "permission_missing";
    return readOnlyCode(task.project.organization) ?? "succeeded";
  };
  return {
    expected: expect(),
    actual: codeOfAnswer(answer),
    apply: () => {
      task.isDone = status === "done";
    },
  };
}

async function keepView(turn: Turn): Promise<Move> {
  const { world, client, actor, organization, call, game } = turn;
  const name = nextName(turn, "View");
  const project = call.b % 3 === 0 ? null : (pick(world.projects, call.a) ?? null);
  const isShared = call.b % 2 === 0;
  const answer = await client.from("saved_views").insert({
    organization_id: organization.id,
    project_id: project?.id ?? null,
    name,
    is_shared: isShared,
  });
  const created = await game.db.all<{ id: string }>(
    "select id from saved_views where organization_id = $1 and name = $2",
    [organization.id, name],
  );
  const isAllowed =
    holds(organization, actor.id, "tasks.read") && !(project && isHidden(project, actor.id));
  const fits = !project || project.organization === organization;
  return {
    expected: isAllowed && !fits ? "23503" : admission(organization, isAllowed),
    actual: codeOfAnswer(answer),
    apply: () =>
      created.forEach(({ id }) => {
        world.views.push({ id, organization, project, owner: actor.id, isShared });
      }),
  };
}

async function discardView({ world, client, actor, call }: Turn): Promise<Move | undefined> {
  const view = pick(world.views, call.a);
  if (!view) return undefined;
  const answer = await client.from("saved_views").delete().eq("id", view.id).select("id");
  const isAllowed =
    seesView(view, actor.id) &&
    (view.owner === actor.id || holds(view.organization, actor.id, "projects.write"));
  return {
    expected: reach(view.organization, isAllowed),
    actual: reachOfAnswer(answer),
    apply: () => {
      world.views.splice(world.views.indexOf(view), 1);
    },
  };
}

export const taskCalls: Record<string, Kind> = {
  insertLabel,
  deleteLabel,
  putLabel,
  takeLabel,
  watch,
  stopWatching,
  addDependency,
  removeDependency,
  moveTask,
  keepView,
  discardView,
};

import type { Kind, Move, Turn } from "./game.ts";
import { codeOfAnswer, nextName, pick, reachOfAnswer } from "./game.ts";
import {
  admission,
  holds,
  isHidden,
  mayWriteTask,
  newTask,
  REFUSED,
  reach,
  readOnlyCode,
  removeTasks,
  seesProject,
  seesTask,
  type TaskState,
} from "./model.ts";

/** A task in any project, under any organization's name. */
async function insertTask(turn: Turn): Promise<Move | undefined> {
  const { world, client, actor, organization, call, game } = turn;
  const project = pick(world.projects, call.a);
  if (!project) return undefined;
  const title = nextName(turn, "Inserted");
  const answer = await client
    .from("tasks")
    .insert({ organization_id: organization.id, project_id: project.id, title });
  const isAllowed =
    project.organization === organization &&
    holds(organization, actor.id, "tasks.create") &&
    !isHidden(project, actor.id);
  const created = await game.db.all<{ id: string }>(
    "select id from tasks where project_id = $1 and title = $2",
    [project.id, title],
  );
  return {
    expected: admission(organization, isAllowed),
    actual: codeOfAnswer(answer),
    apply: () =>
      created.forEach(({ id }) => {
        world.tasks.push(newTask(project, { id, title, reporter: actor.id }));
      }),
  };
}

async function renameTask(turn: Turn): Promise<Move | undefined> {
  const { world, client, actor, call } = turn;
  const task = pick(world.tasks, call.a);
  if (!task) return undefined;
  const title = nextName(turn, "Renamed");
  const answer = await client.from("tasks").update({ title }).eq("id", task.id).select("id");
  const isAllowed = seesTask(task, actor.id) && mayWriteTask(task, actor.id);
  return {
    expected: reach(task.project.organization, isAllowed),
    actual: reachOfAnswer(answer),
    apply: () => {
      task.title = title;
    },
  };
}

async function assignTask({ world, client, actor, call }: Turn): Promise<Move | undefined> {
  const task = pick(world.tasks, call.a);
  if (!task) return undefined;
  // One number more than there are people: handed back.
  const assignee = world.people[call.b % (world.people.length + 1)]?.id ?? null;
  const { project } = task;
  const answer = await client
    .from("tasks")
    .update({ assignee_id: assignee })
    .eq("id", task.id)
    .select("id");
  return {
    expected: expectAssignment(task, actor.id, assignee),
    actual: reachOfAnswer(answer),
    apply: () => {
      const isActive = project.organization.members.get(assignee ?? "")?.isActive;
      if (assignee && assignee !== task.assignee && isActive) task.watchers.add(assignee);
      task.assignee = assignee;
    },
  };

  function expectAssignment(before: TaskState, person: string, to: string | null) {
    if (!seesTask(before, person) || !mayWriteTask(before, person)) return "0 rows";
    if (to !== null && !mayWriteTask({ ...before, assignee: to }, person)) return REFUSED;
    if (to !== null && to !== before.assignee) {
      const membership = project.organization.members.get(to);
      if (!membership) return "23503";
      if (!membership.isActive) return "assignee_not_active";
      if (isHidden(project, to)) return "assignee_not_in_project";
    }
    return reach(project.organization, true);
  }
}

async function deleteTask({ world, client, actor, call }: Turn): Promise<Move | undefined> {
  const task = pick(world.tasks, call.a);
  if (!task) return undefined;
  const { organization } = task.project;
  const answer = await client.from("tasks").delete().eq("id", task.id).select("id");
  const isAllowed =
    seesTask(task, actor.id) &&
    (holds(organization, actor.id, "tasks.delete") ||
      (holds(organization, actor.id, "tasks.write_own") && task.reporter === actor.id));
  return {
    expected: reach(organization, isAllowed),
    actual: reachOfAnswer(answer),
    apply: () => {
      removeTasks(world, (each) => each === task);
    },
  };
}

async function insertProject(turn: Turn): Promise<Move> {
  const { world, client, actor, organization, call, game } = turn;
  const name = nextName(turn, "Project");
  const isPrivate = call.a % 2 === 0;
  const answer = await client.from("projects").insert({
    organization_id: organization.id,
    name,
    visibility: isPrivate ? "private" : "organization",
  });
  const created = await game.db.all<{ id: string }>(
    "select id from projects where organization_id = $1 and name = $2",
    [organization.id, name],
  );
  return {
    expected: admission(organization, holds(organization, actor.id, "projects.write")),
    actual: codeOfAnswer(answer),
    apply: () =>
      created.forEach(({ id }) => {
        world.projects.push({
          id,
          organization,
          isPrivate,
          members: new Set([actor.id]),
          client: null,
        });
      }),
  };
}

async function hideOrShowProject({ world, client, actor, call }: Turn) {
  const project = pick(world.projects, call.a);
  if (!project) return undefined;
  const isPrivate = call.b % 2 === 0;
  const answer = await client
    .from("projects")
    .update({ visibility: isPrivate ? "private" : "organization" })
    .eq("id", project.id)
    .select("id");
  const isAllowed =
    seesProject(project, actor.id) && holds(project.organization, actor.id, "projects.write");
  return {
    expected: reach(project.organization, isAllowed),
    actual: reachOfAnswer(answer),
    apply: () => {
      if (isPrivate && !project.isPrivate) {
        project.members.add(actor.id);
        for (const { project: place, assignee, isDone } of world.tasks) {
          const isActive = project.organization.members.get(assignee ?? "")?.isActive;
          if (place === project && assignee && isActive && !isDone) project.members.add(assignee);
        }
      }
      project.isPrivate = isPrivate;
    },
  };
}

async function deleteProject({ world, client, actor, call }: Turn): Promise<Move | undefined> {
  const project = pick(world.projects, call.a);
  if (!project) return undefined;
  const answer = await client.from("projects").delete().eq("id", project.id).select("id");
  const isAllowed =
    seesProject(project, actor.id) && holds(project.organization, actor.id, "projects.delete");
  const isBooked = world.time.some((entry) => entry.project === project);
  return {
    expected:
      isAllowed && isBooked
        ? (readOnlyCode(project.organization) ?? "project_has_time")
        : reach(project.organization, isAllowed),
    actual: reachOfAnswer(answer),
    apply: () => {
      world.rates = world.rates.filter((rate) => rate.project !== project);
      world.projects.splice(world.projects.indexOf(project), 1);
      removeTasks(world, (task) => task.project === project);
      world.views = world.views.filter((view) => view.project !== project);
    },
  };
}

/** An upsert that leaves what is there: `on conflict do nothing`, which also has to be able to look. */
async function admitToProject({ world, client, actor, organization, call }: Turn) {
  const project = pick(world.projects, call.a);
  const person = pick(world.people, call.b);
  if (!project || !person) return undefined;
  const answer = await client
    .from("project_members")
    .upsert(
      { organization_id: organization.id, project_id: project.id, user_id: person.id },
      { ignoreDuplicates: true },
    );
  const isAllowed =
    holds(organization, actor.id, "projects.write") &&
    holds(organization, actor.id, "projects.read") &&
    !isHidden(project, actor.id);
  const isThere = project.organization === organization && project.members.has(person.id);
  const fits = project.organization === organization && organization.members.has(person.id);
  const expected = isAllowed
    ? isThere
      ? "succeeded"
      : !fits
        ? "23503"
        : organization.members.get(person.id)?.isActive
          ? admission(organization, true)
          : "member_suspended"
    : REFUSED;
  return {
    expected,
    actual: codeOfAnswer(answer),
    apply: () => {
      project.members.add(person.id);
    },
  };
}

async function removeFromProject({ world, client, actor, call }: Turn) {
  const project = pick(world.projects, call.a);
  const person = pick(world.people, call.b);
  if (!project || !person) return undefined;
  const answer = await client
    .from("project_members")
    .delete()
    .eq("project_id", project.id)
    .eq("user_id", person.id)
    .select("user_id");
  const isAllowed =
    project.members.has(person.id) &&
    seesProject(project, actor.id) &&
    holds(project.organization, actor.id, "projects.write");
  return {
    expected: reach(project.organization, isAllowed),
    actual: reachOfAnswer(answer),
    apply: () => {
      project.members.delete(person.id);
    },
  };
}

async function renameOrganization(turn: Turn): Promise<Move> {
  const { client, actor, organization } = turn;
  const name = nextName(turn, "Organization");
  const answer = await client
    .from("organizations")
    .update({ name })
    .eq("id", organization.id)
    .select("id");
  const isAllowed =
    holds(organization, actor.id, "organization.read") &&
    holds(organization, actor.id, "organization.update");
  return {
    expected: reach(organization, isAllowed),
    actual: reachOfAnswer(answer),
    apply: () => {
      organization.name = name;
    },
  };
}

/** What nobody may write by hand, whatever they hold. */
async function forge({ world, client, actor, organization, call }: Turn) {
  const task = pick(world.tasks, call.b);
  const member = { organization_id: organization.id, user_id: actor.id, role: "owner" };
  const role = { organization_id: organization.id, role: "viewer", permission: "audit.read" };
  const inOrganization = { organization_id: organization.id };
  const forgeries = [
    () => client.from("memberships").insert(member),
    () => client.from("memberships").upsert(member),
    () => client.from("memberships").update({ role: "owner" }).match(inOrganization),
    () => client.from("memberships").delete().match(inOrganization),
    () => client.from("role_permissions").insert(role),
    () => client.from("roles").update({ name: "Boss" }).match(inOrganization),
    () => client.from("organizations").update({ plan: "enterprise" }).eq("id", organization.id),
    () => client.from("organizations").update({ is_active: true }).eq("id", organization.id),
    () => client.from("organizations").delete().eq("id", organization.id),
    () =>
      client.from("invitations").insert({ ...inOrganization, email: actor.email, role: "owner" }),
    () => client.from("invitations").update({ email: actor.email }).match(inOrganization),
    () =>
      client
        .from("tasks")
        .update(inOrganization)
        .eq("id", task?.id ?? organization.id),
    () =>
      client.from("tasks").upsert({
        ...inOrganization,
        id: organization.id,
        project_id: organization.id,
        title: "X",
      }),
    () =>
      client
        .from("tasks")
        .update({ open_blockers: 0 })
        .eq("id", task?.id ?? organization.id),
    () => client.from("task_dependencies").update(inOrganization).match(inOrganization),
    () => client.from("task_watchers").update({ user_id: actor.id }).match(inOrganization),
    () => client.from("saved_views").update({ owner_id: actor.id }).match(inOrganization),
    () => client.from("currencies").update({ exponent: 0 }).eq("code", "EUR"),
    () => client.from("plan_requests").insert({ ...inOrganization, plan: "basic" }),
    () => client.from("profiles").delete().eq("id", actor.id),
    () => client.from("permissions").delete().neq("key", ""),
  ];
  const attempt = pick(forgeries, call.a);
  return attempt && { expected: REFUSED, actual: codeOfAnswer(await attempt()) };
}

export const rowCalls: Record<string, Kind> = {
  insertTask,
  renameTask,
  assignTask,
  deleteTask,
  insertProject,
  hideOrShowProject,
  deleteProject,
  admitToProject,
  removeFromProject,
  renameOrganization,
  forge,
};

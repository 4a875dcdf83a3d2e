import { topics } from "@flowdesk/types/topics";
import { z } from "zod";
import type { Client } from "../helpers/api.ts";
import type { Kind, Move, Turn } from "./game.ts";
import { codeOfAnswer, pick } from "./game.ts";
import {
  holds,
  openBlockersOf,
  permissionsOf,
  seesProject,
  seesRate,
  seesTask,
  seesTime,
  seesView,
  type WorldState,
} from "./model.ts";
import { joins } from "./players.ts";

type Table =
  | "organizations"
  | "memberships"
  | "roles"
  | "role_permissions"
  | "profiles"
  | "projects"
  | "project_members"
  | "tasks"
  | "comments"
  | "comment_mentions"
  | "attachments"
  | "invitations"
  | "clients"
  | "labels"
  | "task_labels"
  | "task_watchers"
  | "task_dependencies"
  | "saved_views"
  | "time_entries"
  | "rates";

/** For each table, the rows that a person should find, each as one line. */
const visible: Record<Table, (world: WorldState, person: string) => string[]> = {
  organizations: ({ organizations }, person) =>
    organizations.flatMap((each) => (holds(each, person, "organization.read") ? [each.id] : [])),
  memberships: (world, person) =>
    readable(world, person).flatMap(({ id, members }) =>
      [...members].map(([user, { role, isActive }]) => `${id} ${user} ${role} ${isActive}`),
    ),
  roles: (world, person) =>
    readable(world, person).flatMap(({ id, roles }) =>
      [...roles.keys()].map((key) => `${id} ${key}`),
    ),
  role_permissions: (world, person) =>
    readable(world, person).flatMap(({ id, roles }) =>
      [...roles].flatMap(([key, held]) => [...held].map((each) => `${id} ${key} ${each}`)),
    ),
  profiles: (world, person) => [
    ...new Set([person, ...readable(world, person).flatMap(({ people }) => [...people])]),
  ],
  projects: ({ projects }, person) =>
    projects.flatMap((each) =>
      seesProject(each, person)
        ? [`${each.id} ${each.isPrivate ? "private" : "organization"}`]
        : [],
    ),
  project_members: ({ projects }, person) =>
    projects.flatMap((each) =>
      seesProject(each, person) ? [...each.members].map((user) => `${each.id} ${user}`) : [],
    ),
  tasks: ({ tasks }, person) =>
    tasks.flatMap((each) =>
      seesTask(each, person)
        ? [`${each.id} ${each.title} ${each.assignee} ${openBlockersOf(each)}`]
        : [],
    ),
  clients: ({ clients }, person) =>
    clients.flatMap(({ id, organization }) =>
      holds(organization, person, "clients.read") ? [id] : [],
    ),
  labels: ({ labels }, person) =>
    labels.flatMap(({ id, organization }) =>
      holds(organization, person, "tasks.read") ? [id] : [],
    ),
  task_labels: (world, person) =>
    seenTasks(world, person).flatMap(({ id, labels }) =>
      [...labels].map((each) => `${id} ${each}`),
    ),
  task_watchers: (world, person) =>
    seenTasks(world, person).flatMap(({ id, watchers }) =>
      [...watchers].map((each) => `${id} ${each}`),
    ),
  task_dependencies: (world, person) =>
    seenTasks(world, person).flatMap(({ id, waitsFor }) =>
      [...waitsFor].flatMap((each) => (seesTask(each, person) ? [`${id} ${each.id}`] : [])),
    ),
  saved_views: ({ views }, person) =>
    views.flatMap((view) => (seesView(view, person) ? [`${view.id} ${view.isShared}`] : [])),
  comments: (world, person) =>
    seenTasks(world, person).flatMap(({ comments }) =>
      comments.map(({ id, body }) => `${id} ${body}`),
    ),
  comment_mentions: (world, person) =>
    seenTasks(world, person).flatMap(({ comments }) =>
      comments.flatMap(({ id, mentions }) => [...mentions].map((user) => `${id} ${user}`)),
    ),
  attachments: (world, person) =>
    seenTasks(world, person).flatMap(({ files }) =>
      files
        .filter(({ isStored, sender }) => isStored || sender === person)
        .map(({ id, path }) => `${id} ${path}`),
    ),
  time_entries: ({ time }, person) =>
    time.flatMap((entry) =>
      seesTime(entry, person) ? [`${entry.id} ${entry.project.id} ${entry.person}`] : [],
    ),
  rates: ({ rates }, person) =>
    rates.flatMap((rate) =>
      seesRate(rate, person) ? [`${rate.id} ${rate.project?.id ?? null}`] : [],
    ),
  invitations: ({ invitations }, person) =>
    invitations.flatMap(({ id, status, organization }) =>
      holds(organization, person, "members.invite") || holds(organization, person, "members.manage")
        ? [`${id} ${status}`]
        : [],
    ),
};

const columns: Record<Table, string> = {
  organizations: "id",
  memberships: "organization_id, user_id, role, is_active",
  roles: "organization_id, key",
  role_permissions: "organization_id, role, permission",
  profiles: "id",
  projects: "id, visibility",
  project_members: "project_id, user_id",
  tasks: "id, title, assignee_id, open_blockers",
  comments: "id, body",
  comment_mentions: "comment_id, user_id",
  attachments: "id, path",
  invitations: "id, status",
  clients: "id",
  labels: "id",
  task_labels: "task_id, label_id",
  task_watchers: "task_id, user_id",
  task_dependencies: "task_id, depends_on_id",
  saved_views: "id, is_shared",
  time_entries: "id, project_id, user_id",
  rates: "id, project_id",
};
const tables: readonly Table[] = [
  "organizations",
  "memberships",
  "roles",
  "role_permissions",
  "profiles",
  "projects",
  "project_members",
  "tasks",
  "comments",
  "comment_mentions",
  "attachments",
  "invitations",
  "clients",
  "labels",
  "task_labels",
  "task_watchers",
  "task_dependencies",
  "saved_views",
  "time_entries",
  "rates",
];

const rowsSchema = z.array(z.record(z.string(), z.unknown()));

function seenTasks({ tasks }: WorldState, person: string) {
  return tasks.filter((each) => seesTask(each, person));
}

function readable({ organizations }: WorldState, person: string) {
  return organizations.filter((each) => holds(each, person, "organization.read"));
}

/** Without any filter: whatever else is in the database, another world or an older one, must not show either. */
async function readAll(client: Client, table: Table): Promise<string[] | string> {
  const { data, error } = await client.from(table).select(columns[table]);
  if (error) return codeOfAnswer({ error });
  return rowsSchema
    .parse(data)
    .map((row) => Object.values(row).map(String).join(" "))
    .sort();
}

async function readTable(turn: Turn): Promise<Move | undefined> {
  const table = pick(tables, turn.call.a);
  return (
    table && {
      expected: visible[table](turn.world, turn.actor.id).sort(),
      actual: await readAll(turn.client, table),
    }
  );
}

async function readAsVisitor({ game, call }: Turn): Promise<Move | undefined> {
  const table = pick(tables, call.a);
  return table && { expected: "42501", actual: await readAll(game.visitor, table) };
}

/** Organizations, their projects, their tasks and whose they are: one request over four tables. */
async function readEmbedded({ world, client, actor }: Turn): Promise<Move> {
  const { data, error } = await client
    .from("organizations")
    .select("id, projects(id, tasks(id, reporter:profiles!reporter_id(id)))");
  const actual = error
    ? codeOfAnswer({ error })
    : data.flatMap(({ id, projects }) =>
        projects.flatMap((project) => [
          `${id} ${project.id}`,
          ...project.tasks.map((task) => `${task.id} ${task.reporter?.id}`),
        ]),
      );
  const profiles = new Set(visible.profiles(world, actor.id));
  const expected = world.projects
    .filter(
      (project) =>
        holds(project.organization, actor.id, "organization.read") &&
        seesProject(project, actor.id),
    )
    .flatMap((project) => [
      `${project.organization.id} ${project.id}`,
      ...world.tasks
        .filter((task) => task.project === project && seesTask(task, actor.id))
        .map(({ id, reporter }) => `${id} ${profiles.has(reporter ?? "") ? reporter : undefined}`),
    ]);
  return { expected: expected.sort(), actual: Array.isArray(actual) ? actual.sort() : actual };
}

async function askPermissions({ client, actor, organization }: Turn): Promise<Move> {
  const { data, error } = await client.rpc("my_permissions", {
    organization_id: organization.id,
  });
  const held = [...permissionsOf(organization, actor.id)];
  const isReadOnly = !organization.isActive || organization.isDeleted;
  const expected = held.filter(
    (permission) =>
      !isReadOnly ||
      /\.(read|read_private|export)$/.test(permission) ||
      (organization.isActive && permission === "organization.delete"),
  );
  return { expected: expected.sort(), actual: error ? codeOfAnswer({ error }) : data.sort() };
}

async function askUsage({ world, client, actor, organization }: Turn): Promise<Move> {
  const { data, error } = await client.rpc("organization_usage", {
    organization_id: organization.id,
  });
  return {
    actual: error
      ? codeOfAnswer({ error })
      : { projects: data.projects, tasks: data.tasks, members: data.members },
    expected: holds(organization, actor.id, "organization.read")
      ? {
          projects: world.projects.filter((each) => each.organization === organization).length,
          tasks: world.tasks.filter((each) => each.project.organization === organization).length,
          members: organization.members.size,
        }
      : "organization_not_found",
  };
}

async function joinChannel({ world, client, actor, organization, call }: Turn) {
  const person = pick(world.people, call.a);
  const project = pick(world.projects, call.a);
  if (!person || !project) return undefined;
  const rooms: readonly [string, boolean][] = [
    [topics.user(person.id), person.id === actor.id],
    [topics.organization(organization.id), holds(organization, actor.id, "tasks.read")],
    [topics.money(organization.id), holds(organization, actor.id, "invoices.read")],
    [topics.project(project.id), seesProject(project, actor.id)],
  ];
  const [topic, expected] = pick(rooms, call.b) ?? ["", false];
  return { expected, actual: await joins(client, topic) };
}

export const readCalls: Record<string, Kind> = {
  readTable,
  readAsVisitor,
  readEmbedded,
  askPermissions,
  askUsage,
  joinChannel,
};

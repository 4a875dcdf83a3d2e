import { randomUUID } from "node:crypto";
import { buildMention } from "@flowdesk/types/comments";
import { asService, type Database, type User } from "../helpers/database.ts";
import {
  createAttachment,
  createComment,
  createProject,
  createTask,
  type Organization,
  type Project,
  type Task,
} from "../helpers/rows.ts";
import { at, createBudget, createEntry, createRate } from "../helpers/time.ts";
import type { World } from "../helpers/world.ts";

/** One of the world's two organizations with a row in every table, none of them anybody's own. */
export interface Place {
  organization: Organization;
  project: Project;
  task: Task;
  /** Somebody in it whose rows they are. */
  somebody: User;
}

type Statement = [sql: string, values: unknown[]];

/** What to try in a table. Where nothing else is said, all rows of the organization. */
interface Sample {
  /** Which rows, where it is not all with the organization's id. */
  where?: (place: Place) => Statement;
  /** A row that would fit. */
  insert: (place: Place, actor: User) => Statement;
  /** A column that somebody may update, or else one that is there; without it `created_at`. */
  update?: string;
}

/** Where a test needs to know an id beforehand, it is the organization's, the project's or somebody's. */
export async function fill(db: Database, place: Place): Promise<void> {
  const { organization, project, task, somebody } = place;
  // On another project: one with time cannot be deleted.
  const booked = await createProject(db, organization, { name: "Booked" });
  await createEntry(db, booked, somebody);
  await createRate(db, organization, { amount: 8000 });
  await createBudget(db, booked);
  await asService(db, async () => {
    await db.count(
      "insert into project_members (organization_id, project_id, user_id) values ($1, $2, $3) on conflict do nothing",
      [organization.id, project.id, somebody.id],
    );
    await db.count(
      `insert into status_transitions (organization_id, project_id, from_status, to_status)
       values ($1, $2, 'todo', 'done')`,
      [organization.id, project.id],
    );
    await db.count(
      "insert into invitations (organization_id, email, role) values ($1, 'guest@x.example', 'viewer')",
      [organization.id],
    );
    await db.count("insert into plan_requests (organization_id, plan) values ($1, 'basic')", [
      organization.id,
    ]);
    await db.count("insert into clients (id, organization_id, name) values ($1, $1, 'Nordlys')", [
      organization.id,
    ]);
    await db.count(
      "insert into client_contacts (organization_id, client_id, name) values ($1, $1, 'Ida')",
      [organization.id],
    );
    await db.count(
      `insert into tasks (id, organization_id, project_id, title, reporter_id)
       values ($1, $2, $1, 'First', $3), ($2, $2, $1, 'Second', $3), ($3, $2, $1, 'Third', $3)`,
      [project.id, organization.id, somebody.id],
    );
    await db.count(
      "insert into labels (id, organization_id, name) values ($1, $1, 'Free'), ($2, $1, 'Used')",
      [organization.id, project.id],
    );
    await db.count(
      "insert into task_labels (organization_id, task_id, label_id) values ($1, $2, $2)",
      [organization.id, project.id],
    );
    await db.count(
      "insert into task_dependencies (organization_id, task_id, depends_on_id) values ($1, $2, $1)",
      [organization.id, project.id],
    );
    await db.count(
      `insert into saved_views (organization_id, owner_id, name, is_shared)
       values ($1, $2, 'Shared', true)`,
      [organization.id, somebody.id],
    );
    await db.one("select add_tenant_domain($1, $2)", [organization.id, `${randomUUID()}.example`]);
    const body = buildMention({ userId: somebody.id, name: "Somebody" });
    const comment = await createComment(db, task, { body, author: somebody });
    await db.count("update comments set body = body || '!' where id = $1", [comment.id]);
    await createAttachment(db, task, { uploader: somebody });
  });
}

/** A row of the actor's own, for the tables that know such. */
export const ownRows: Record<
  string,
  (db: Database, place: Place, actor: User) => Promise<Statement>
> = {
  attachments: async (db, { task }, actor) => {
    const { id } = await createAttachment(db, task, { uploader: actor });
    return ["id = $1", [id]];
  },
  comments: async (db, { task }, actor) => {
    const { id } = await createComment(db, task, { author: actor });
    return ["id = $1", [id]];
  },
  tasks: async (db, { project }, actor) => {
    const { id } = await createTask(db, project, { title: "Own", reporter: actor });
    return ["id = $1", [id]];
  },
  saved_views: async (db, { organization }, actor) => {
    await asService(db, () =>
      db.count("insert into saved_views (organization_id, owner_id, name) values ($1, $2, 'Own')", [
        organization.id,
        actor.id,
      ]),
    );
    return ["owner_id = $1", [actor.id]];
  },
  task_dependencies: async (db, { organization, project }, actor) => {
    const { id } = await createTask(db, project, { title: "Own", reporter: actor });
    await asService(db, () =>
      db.count(
        "insert into task_dependencies (organization_id, task_id, depends_on_id) values ($1, $2, $3)",
        [organization.id, id, project.id],
      ),
    );
    return ["task_id = $1", [id]];
  },
  task_watchers: async (db, { project }, actor) => {
    await asService(db, () =>
      db.count(
        `insert into task_watchers (organization_id, task_id, user_id) values ($1, $2, $3)
         on conflict do nothing`,
        [project.organization_id, project.id, actor.id],
      ),
    );
    return ["user_id = $1", [actor.id]];
  },
  task_labels: async (db, { organization, project }, actor) => {
    const { id } = await createTask(db, project, { title: "Own", reporter: actor });
    await asService(db, () =>
      db.count(
        `insert into task_labels (organization_id, task_id, label_id)
         values ($1, $2, $1)`,
        [organization.id, id],
      ),
    );
    return ["task_id = $1", [id]];
  },
  profiles: async (_db, _place, actor) => ["id = $1", [actor.id]],
  time_entries: async (db, { project }, actor) => {
    const { id } = await createEntry(db, project, actor);
    return ["id = $1", [id]];
  },
};

const inOrganization = ({ organization }: Place): Statement => [
  "organization_id = $1",
  [organization.id],
];

export function rowsOf(table: string, place: Place): Statement {
  return (samples[table]?.where ?? inOrganization)(place);
}

export const samples: Record<string, Sample> = {
  client_contacts: {
    insert: ({ organization }) => [
      "(organization_id, client_id, name) values ($1, $1, 'New')",
      [organization.id],
    ],
    update: "name",
  },
  clients: {
    insert: ({ organization }) => ["(organization_id, name) values ($1, 'New')", [organization.id]],
    update: "name",
  },
  currencies: {
    // Nothing refers to it, so that it could go.
    where: () => ["code = 'XAD'", []],
    insert: () => ["(code, exponent) values ('ZZZ', 2)", []],
    update: "exponent",
  },
  attachments: {
    insert: ({ organization, task }) => [
      "(organization_id, task_id, name, size_bytes) values ($1, $2, 'New.txt', 1)",
      [organization.id, task.id],
    ],
    update: "name",
  },
  comment_mentions: {
    insert: ({ organization, project, task }, actor) => [
      `(organization_id, project_id, task_id, comment_id, user_id)
       select $1, $2, $3, id, $4 from comments where task_id = $3`,
      [organization.id, project.id, task.id, actor.id],
    ],
  },
  comment_revisions: {
    insert: ({ organization, project, task }) => [
      `(organization_id, project_id, task_id, comment_id, comment_version, body, written_at)
       select $1, $2, $3, id, 9, 'Forged', now() from comments where task_id = $3`,
      [organization.id, project.id, task.id],
    ],
    update: "body",
  },
  comments: {
    insert: ({ organization, task }) => [
      "(organization_id, task_id, body) values ($1, $2, 'New')",
      [organization.id, task.id],
    ],
    update: "body",
  },
  invitations: {
    insert: ({ organization }) => [
      "(organization_id, email, role) values ($1, 'x@y.example', 'viewer')",
      [organization.id],
    ],
  },
  labels: {
    insert: ({ organization }) => ["(organization_id, name) values ($1, 'New')", [organization.id]],
    update: "name",
  },
  memberships: {
    insert: ({ organization }, actor) => [
      "(organization_id, user_id, role) values ($1, $2, 'owner') on conflict do nothing",
      [organization.id, actor.id],
    ],
    update: "joined_at",
  },
  organization_domains: {
    insert: ({ organization }) => [
      "(organization_id, hostname) values ($1, 'new.example')",
      [organization.id],
    ],
  },
  organizations: {
    where: ({ organization }) => ["id = $1", [organization.id]],
    insert: () => ["(name, slug) values ('New', 'brand-new')", []],
    update: "name",
  },
  permissions: {
    where: () => ["true", []],
    insert: () => [
      "(key, position, description, is_write, default_roles) values ('a.b', 99, 'X', true, '{}')",
      [],
    ],
    update: "position",
  },
  plan_requests: {
    insert: ({ organization }) => [
      "(organization_id, plan) values ($1, 'premium')",
      [organization.id],
    ],
  },
  plans: {
    where: () => ["true", []],
    insert: () => ["(key, name, position) values ('gold', 'Gold', 9)", []],
    update: "position",
  },
  profiles: {
    where: ({ somebody }) => ["id = $1", [somebody.id]],
    insert: () => ["(id, display_name) values (gen_random_uuid(), 'X')", []],
    update: "display_name",
  },
  project_members: {
    insert: ({ organization, project }, actor) => [
      "(organization_id, project_id, user_id) values ($1, $2, $3)",
      [organization.id, project.id, actor.id],
    ],
  },
  project_statuses: {
    // Nothing is in it, so that it can go.
    where: ({ project }) => ["project_id = $1 and key = 'review'", [project.id]],
    insert: ({ organization, project }) => [
      `(organization_id, project_id, key, name, category, position)
       values ($1, $2, 'blocked', 'Blocked', 'todo', 'a1V')`,
      [organization.id, project.id],
    ],
    update: "name",
  },
  projects: {
    where: ({ project }) => ["id = $1", [project.id]],
    insert: ({ organization }) => ["(organization_id, name) values ($1, 'New')", [organization.id]],
    update: "name",
  },
  role_permissions: {
    insert: ({ organization }) => [
      "(organization_id, role, permission) values ($1, 'viewer', 'audit.read')",
      [organization.id],
    ],
  },
  roles: {
    insert: ({ organization }) => [
      "(organization_id, key, name) values ($1, 'boss', 'Boss')",
      [organization.id],
    ],
  },
  status_transitions: {
    insert: ({ organization, project }) => [
      `(organization_id, project_id, from_status, to_status) values ($1, $2, 'todo', 'review')`,
      [organization.id, project.id],
    ],
  },
  saved_views: {
    insert: ({ organization }) => ["(organization_id, name) values ($1, 'New')", [organization.id]],
    update: "name",
  },
  task_dependencies: {
    insert: ({ organization, project, somebody }) => [
      "(organization_id, task_id, depends_on_id) values ($1, $2, $3)",
      [organization.id, project.id, somebody.id],
    ],
  },
  task_watchers: {
    insert: ({ organization, project }, actor) => [
      "(organization_id, task_id, user_id) values ($1, $2, $3)",
      [organization.id, project.id, actor.id],
    ],
  },
  task_labels: {
    insert: ({ organization, project }) => [
      "(organization_id, task_id, label_id) values ($1, $2, $1)",
      [organization.id, project.id],
    ],
  },
  tasks: {
    where: ({ project }) => ["project_id = $1 and title <> 'Own'", [project.id]],
    insert: ({ organization, project }) => [
      "(organization_id, project_id, title) values ($1, $2, 'New')",
      [organization.id, project.id],
    ],
    update: "title",
  },
  rates: {
    insert: ({ organization }) => [
      "(organization_id, amount_minor, currency, valid_from) values ($1, 9000, 'EUR', '2026-01-01')",
      [organization.id],
    ],
    update: "amount_minor",
  },
  project_budgets: {
    where: ({ organization, project }) => [
      "organization_id = $1 and project_id <> $2",
      [organization.id, project.id],
    ],
    insert: ({ organization, project }) => [
      "(organization_id, project_id, amount_minor, currency) values ($1, $2, 9000, 'EUR')",
      [organization.id, project.id],
    ],
    update: "amount_minor",
  },
  time_entries: {
    where: ({ organization, somebody }) => [
      "organization_id = $1 and user_id = $2",
      [organization.id, somebody.id],
    ],
    insert: ({ organization, project }, actor) => [
      `(organization_id, project_id, user_id, started_at, ended_at) values ($1, $2, $3, $4, $5)`,
      [organization.id, project.id, actor.id, at("11:00"), at("12:00")],
    ],
    update: "description",
  },
};

export function placesOf(world: World): { own: Place; foreign: Place } {
  return {
    own: {
      organization: world.acme,
      project: world.open,
      task: world.openTask,
      somebody: world.insider,
    },
    foreign: {
      organization: world.globex,
      project: world.foreign,
      task: world.foreignTask,
      somebody: world.people.stranger,
    },
  };
}

import { randomUUID } from "node:crypto";
import { asService, type Database, type User } from "./database.ts";

/** Rows with valid defaults, written as the service; a test states only what matters to it. */

export interface Organization {
  id: string;
  slug: string;
}

export interface Project {
  id: string;
  organization_id: string;
  key: string;
}

export interface Task {
  id: string;
  organization_id: string;
  project_id: string;
  number: number;
  status: string;
  position: string;
  version: number;
}

export interface Comment {
  id: string;
  organization_id: string;
  project_id: string;
  task_id: string;
  version: number;
}

export interface Attachment extends Comment {
  path: string;
}

/** An account as sign-up leaves it: confirmed, with its profile. */
export async function createUser(db: Database, name = "Somebody"): Promise<User> {
  const id = randomUUID();
  return db.one<{ id: string; email: string }>(
    `insert into auth.users (id, email, email_confirmed_at, raw_user_meta_data, created_at)
     values ($1, $2, now(), jsonb_build_object('display_name', $3::text), now())
     returning id, email`,
    [id, `${id}@people.example`, name],
  );
}

export function createOrganization(
  db: Database,
  values: { name?: string; slug?: string; owner?: User; is_active?: boolean; plan?: string } = {},
): Promise<Organization> {
  const name = values.name ?? "An organization";
  return asService(db, async () => {
    const organization = await db.one<{ id: string; slug: string }>(
      `insert into public.organizations (name, slug, is_active, plan)
       values ($1, $2, $3, $4) returning id, slug`,
      [
        name,
        values.slug ?? `org-${randomUUID()}`.slice(0, 40),
        values.is_active ?? true,
        // The one without limits.
        values.plan ?? "enterprise",
      ],
    );
    if (values.owner) await addMember(db, organization, values.owner, "owner");
    return organization;
  });
}

export async function createMember(
  db: Database,
  organization: Organization,
  role: string,
  values: { is_active?: boolean } = {},
): Promise<User> {
  const user = await createUser(db, role);
  await asService(db, () => addMember(db, organization, user, role, values.is_active));
  return user;
}

export async function addMember(
  db: Database,
  organization: Organization,
  user: User,
  role: string,
  isActive = true,
): Promise<void> {
  await db.count(
    `insert into public.memberships (organization_id, user_id, role, is_active)
     values ($1, $2, $3, $4)`,
    [organization.id, user.id, role, isActive],
  );
}

export function createProject(
  db: Database,
  organization: Organization,
  values: { name?: string; visibility?: string; members?: readonly User[] } = {},
): Promise<Project> {
  return asService(db, async () => {
    const project = await db.one<{ id: string; organization_id: string; key: string }>(
      `insert into public.projects (organization_id, name, visibility)
       values ($1, $2, $3) returning id, organization_id, key`,
      [organization.id, values.name ?? "A project", values.visibility ?? "organization"],
    );
    for (const member of values.members ?? []) {
      await db.count(
        "insert into public.project_members (organization_id, project_id, user_id) values ($1, $2, $3)",
        [organization.id, project.id, member.id],
      );
    }
    return project;
  });
}

export function createTask(
  db: Database,
  project: Project,
  values: { title?: string; status?: string; reporter?: User; assignee?: User; parent?: Task } = {},
): Promise<Task> {
  return asService(db, () =>
    db.one<Task & Record<string, unknown>>(
      `insert into public.tasks
         (organization_id, project_id, title, status, reporter_id, assignee_id, parent_id)
       values ($1, $2, $3, $4, $5, $6, $7)
       returning id, organization_id, project_id, number, status, position, version`,
      [
        project.organization_id,
        project.id,
        values.title ?? "A task",
        values.status ?? "",
        values.reporter?.id ?? null,
        values.assignee?.id ?? null,
        values.parent?.id ?? null,
      ],
    ),
  );
}

export function createClient(
  db: Database,
  organization: Organization,
  name = "A client",
): Promise<{ id: string }> {
  return asService(db, () =>
    db.one("insert into public.clients (organization_id, name) values ($1, $2) returning id", [
      organization.id,
      name,
    ]),
  );
}

export function createLabel(
  db: Database,
  organization: Organization,
  name = "A label",
): Promise<{ id: string }> {
  return asService(db, () =>
    db.one("insert into public.labels (organization_id, name) values ($1, $2) returning id", [
      organization.id,
      name,
    ]),
  );
}

export async function putLabel(db: Database, task: Task, label: { id: string }): Promise<void> {
  await asService(db, () =>
    db.count(
      "insert into public.task_labels (organization_id, task_id, label_id) values ($1, $2, $3)",
      [task.organization_id, task.id, label.id],
    ),
  );
}

export function createComment(
  db: Database,
  task: Task,
  values: { body?: string; author?: User } = {},
): Promise<Comment> {
  return asService(db, () =>
    db.one<Comment & Record<string, unknown>>(
      `insert into public.comments (organization_id, task_id, body, author_id)
       values ($1, $2, $3, $4)
       returning id, organization_id, project_id, task_id, version`,
      [task.organization_id, task.id, values.body ?? "A comment", values.author?.id ?? null],
    ),
  );
}

/** The row of a file, as if its bytes had come. */
export function createAttachment(
  db: Database,
  task: Task,
  values: { name?: string; uploader?: User; comment?: Comment; isAwaited?: boolean } = {},
): Promise<Attachment> {
  return asService(db, () =>
    db.one<Attachment & Record<string, unknown>>(
      `insert into public.attachments
         (organization_id, task_id, comment_id, name, mime_type, size_bytes, uploaded_by, uploaded_at)
       values ($1, $2, $3, $4, 'text/plain', 4, $5, $6)
       returning id, organization_id, project_id, task_id, version, path`,
      [
        task.organization_id,
        task.id,
        values.comment?.id ?? null,
        values.name ?? "Notes.txt",
        values.uploader?.id ?? null,
        values.isAwaited ? null : new Date(),
      ],
    ),
  );
}

/** Says that a task waits for another. */
export async function addDependency(db: Database, task: Task, blocker: Task): Promise<void> {
  await asService(db, () =>
    db.count(
      `insert into public.task_dependencies (organization_id, task_id, depends_on_id)
       values ($1, $2, $3)`,
      [task.organization_id, task.id, blocker.id],
    ),
  );
}

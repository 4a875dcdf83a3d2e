import type { Database } from "../helpers/database.ts";
import { openBlockersOf, type WorldState } from "./model.ts";

/** Everything that the model knows of a world, as sorted lines, so that two states can be compared. */
export function describeModel(world: WorldState): string[] {
  return [
    ...world.organizations.flatMap(({ id, name, isActive, isDeleted, roles, members }) => [
      `organization ${id} ${name} ${isActive} ${isDeleted}`,
      ...[...roles].map(([key, held]) => `role ${id} ${key} ${[...held].sort().join(",")}`),
      ...[...members].map(([user, is]) => `member ${id} ${user} ${is.role} ${is.isActive}`),
    ]),
    ...world.projects.flatMap(({ id, organization, isPrivate, members, client }) => [
      `project ${id} ${organization.id} ${isPrivate} ${client}`,
      ...[...members].map((user) => `inside ${id} ${user}`),
    ]),
    ...world.tasks.flatMap((task) => [
      `task ${task.id} ${task.project.id} ${task.title} ${task.reporter} ${task.assignee} ${task.isDone} ${openBlockersOf(task)}`,
      ...[...task.labels].map((label) => `labelled ${task.id} ${label}`),
      ...[...task.watchers].map((user) => `watched ${task.id} ${user}`),
      ...[...task.waitsFor].map(({ id }) => `waiting ${task.id} ${id}`),
      ...task.comments.flatMap((comment) => [
        `comment ${comment.id} ${task.id} ${comment.author} ${comment.body}`,
        ...[...comment.mentions].map((user) => `mention ${comment.id} ${user}`),
      ]),
      ...task.files.map((file) => `file ${file.id} ${task.id} ${file.sender} ${file.isStored}`),
    ]),
    ...world.clients.map(({ id, organization }) => `client ${id} ${organization.id}`),
    ...world.labels.map(({ id, organization }) => `label ${id} ${organization.id}`),
    ...world.views.map(
      ({ id, project, owner, isShared }) =>
        `view ${id} ${project?.id ?? null} ${owner} ${isShared}`,
    ),
    ...world.time.map(
      ({ id, project, person, isRunning }) => `time ${id} ${project.id} ${person} ${isRunning}`,
    ),
    ...world.rates.map(({ id, organization }) => `rate ${id} ${organization.id}`),
    ...world.invitations.map(
      ({ id, organization, email, role, status }) =>
        `invitation ${id} ${organization.id} ${email} ${role} ${status}`,
    ),
  ].sort();
}

/** The same of the database, as the owner of the schema sees it. */
export async function describeDatabase(db: Database, world: WorldState): Promise<string[]> {
  const rows = await db.all<{ line: string }>(
    `with world as (select id from organizations where id = any ($1::uuid[]))
     select format('organization %s %s %s %s', id, name, is_active::text, (delete_after is not null)::text) as line
     from organizations where id in (select id from world)
     union all
     select format('role %s %s %s', organization_id, key, (
       select string_agg(permission, ',' order by permission collate "C") from role_permissions as held
       where held.organization_id = roles.organization_id and held.role = roles.key
     )) from roles where organization_id in (select id from world)
     union all
     select format('member %s %s %s %s', organization_id, user_id, role, is_active::text)
     from memberships where organization_id in (select id from world)
     union all
     select format('project %s %s %s %s', id, organization_id, (visibility = 'private')::text,
       coalesce(client_id::text, 'null'))
     from projects where organization_id in (select id from world)
     union all
     select format('inside %s %s', project_id, user_id)
     from project_members where organization_id in (select id from world)
     union all
     select format('task %s %s %s %s %s %s %s', id, project_id, title, reporter_id,
       coalesce(assignee_id::text, 'null'), (completed_at is not null)::text, open_blockers)
     from tasks where organization_id in (select id from world)
     union all
     select format('labelled %s %s', task_id, label_id)
     from task_labels where organization_id in (select id from world)
     union all
     select format('watched %s %s', task_id, user_id)
     from task_watchers where organization_id in (select id from world)
     union all
     select format('waiting %s %s', task_id, depends_on_id)
     from task_dependencies where organization_id in (select id from world)
     union all
     select format('client %s %s', id, organization_id)
     from clients where organization_id in (select id from world)
     union all
     select format('label %s %s', id, organization_id)
     from labels where organization_id in (select id from world)
     union all
     select format('view %s %s %s %s', id, coalesce(project_id::text, 'null'), owner_id,
       is_shared::text)
     from saved_views where organization_id in (select id from world)
     union all
     select format('comment %s %s %s %s', id, task_id, author_id, body)
     from comments where organization_id in (select id from world)
     union all
     select format('mention %s %s', comment_id, user_id)
     from comment_mentions where organization_id in (select id from world)
     union all
     select format('file %s %s %s %s', id, task_id, coalesce(uploaded_by::text, 'null'), (exists (
       select from storage.objects where bucket_id = 'attachments' and objects.name = path
     ) and uploaded_at is not null)::text)
     from attachments where organization_id in (select id from world)
     union all
     select format('time %s %s %s %s', id, project_id, user_id, (ended_at is null)::text)
     from time_entries where organization_id in (select id from world)
     union all
     select format('rate %s %s', id, organization_id)
     from rates where organization_id in (select id from world)
     union all
     select format('invitation %s %s %s %s %s', id, organization_id, email,
       coalesce(role, 'null'), status)
     from invitations where organization_id in (select id from world)`,
    [world.organizations.map(({ id }) => id)],
  );
  return rows.map(({ line }) => line).sort();
}

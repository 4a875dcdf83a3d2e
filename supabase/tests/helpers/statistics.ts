import { type TaskStatistics, taskStatisticsSchema } from "@flowdesk/types/statistics";
import { asUser, type Database, type User } from "./database.ts";
import type { Organization } from "./rows.ts";

/** What the function answers somebody. */
export async function statisticsFor(
  db: Database,
  user: User,
  { id }: Pick<Organization, "id">,
): Promise<TaskStatistics> {
  const { answer } = await asUser(db, user, () =>
    db.one<{ answer: unknown }>("select to_jsonb(task_statistics($1)) as answer", [id]),
  );
  return taskStatisticsSchema.parse(answer);
}

const share = `count(*) as total,
  count(*) filter (where not is_completed) as open,
  count(*) filter (where is_completed) as completed`;

/** The same, counted from the tasks that row-level security shows them. */
export async function recountFor(
  db: Database,
  user: User,
  { id }: Pick<Organization, "id">,
): Promise<TaskStatistics> {
  const { answer } = await asUser(db, user, () =>
    db.one<{ answer: unknown }>(
      `with seen as (
         select tasks.*, project_statuses.name, category, category = 'done' as is_completed,
           (now() at time zone organizations.timezone)::date as today
         from tasks
         join organizations on organizations.id = tasks.organization_id
         join projects on projects.id = tasks.project_id and projects.archived_at is null
         join project_statuses
           on project_statuses.project_id = tasks.project_id and project_statuses.key = tasks.status
         where tasks.organization_id = $1 and tasks.archived_at is null
       )
       select jsonb_build_object(
         'total', count(*),
         'open', count(*) filter (where not is_completed),
         'completed', count(*) filter (where is_completed),
         'overdue', count(*) filter (where not is_completed and due_date < today),
         'due_soon',
           count(*) filter (where not is_completed and due_date between today and today + 7),
         'unassigned', count(*) filter (where not is_completed and assignee_id is null),
         'by_status', (
           select coalesce(jsonb_agg(to_jsonb(part) order by status, category), '[]') from (
             select status, category, min(name) as name, count(*) as total
             from seen group by status, category
           ) as part
         ),
         'by_project', (
           select coalesce(jsonb_agg(to_jsonb(part) order by project_id), '[]') from (
             select project_id, ${share} from seen group by project_id
           ) as part
         ),
         'by_assignee', (
           select coalesce(jsonb_agg(to_jsonb(part) order by assignee_id), '[]') from (
             select assignee_id, ${share} from seen group by assignee_id
           ) as part
         ),
         'by_priority', (
           select coalesce(jsonb_agg(to_jsonb(part) order by priority), '[]') from (
             select priority, ${share} from seen group by priority
           ) as part
         )
       ) as answer
       from seen`,
      [id],
    ),
  );
  return taskStatisticsSchema.parse(answer);
}

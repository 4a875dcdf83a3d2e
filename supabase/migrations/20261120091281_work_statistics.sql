/*
 * Task statistics: how many tasks somebody sees, open, completed, overdue, whose. Sums over the
 * counts of the projects that the caller may read, so a private project adds nothing for others.
 * Tasks of archived projects are out of the way and do not count either.
 */

-- Overdue is a question of the date, so it is counted when somebody asks.
create index tasks_organization_id_due_date_open_idx
  on public.tasks (organization_id, due_date, project_id)
  where completed_at is null and archived_at is null;


create type public.task_statistics as (
  total bigint,
  open bigint,
  completed bigint,
  overdue bigint,
  due_soon bigint,
  unassigned bigint,
  by_status jsonb,
  by_project jsonb,
  by_assignee jsonb,
  by_priority jsonb
);
comment on type public.task_statistics is
  'How many tasks somebody sees. Overdue: open after the due date; due soon: open and due within '
  'seven days; unassigned: open and nobody''s. What is archived does not count.';


create function private.visible_task_counts(organization_id uuid)
returns table (
  project_id uuid,
  status text,
  status_name text,
  category text,
  assignee_id uuid,
  priority text,
  tasks bigint
)
language sql stable
set search_path = ''
as $$
  select
    counted.project_id, counted.status, project_statuses.name, project_statuses.category,
    counted.assignee_id, counted.priority, counted.tasks
  from (
    select
      task_counts.project_id, task_counts.status, task_counts.assignee_id, task_counts.priority,
      sum(task_counts.tasks) as tasks
    from private.task_counts
    where task_counts.organization_id = visible_task_counts.organization_id
    group by
      task_counts.project_id, task_counts.status, task_counts.assignee_id, task_counts.priority
  ) as counted
  join public.projects
    on projects.organization_id = visible_task_counts.organization_id
    and projects.id = counted.project_id
    and projects.archived_at is null
    and projects.id <> all ((select private.hidden_project_ids())::uuid[])
  join public.project_statuses
    on project_statuses.organization_id = visible_task_counts.organization_id
    and project_statuses.project_id = counted.project_id
    and project_statuses.key = counted.status
  where counted.tasks <> 0;
$$;


create function private.task_statistics(organization_id uuid, as_of timestamptz)
returns public.task_statistics
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v_statistics public.task_statistics;
  v_today date;
begin
  -- Elevated because counts are nobody's to read; it asks what the policy on tasks asks.
  if organization_id <> all (private.organization_ids_with('tasks.read'))
    or organization_id is null
  then
    perform private.throw_error(
      'organization_not_found', 404,
      'There is no such organization, or you are not an active member of it.'
    );
  end if;
  v_today := (as_of at time zone private.organization_timezone(organization_id))::date;

  with counts as materialized (
    select *, category = 'done' as is_completed
    from private.visible_task_counts(organization_id)
  ),
  by_status as (
    select status, category, min(status_name) as name, sum(tasks) as total
    from counts
    group by status, category
  ),
  by_project as (
    select
      project_id, sum(tasks) as total,
      coalesce(sum(tasks) filter (where is_completed), 0) as completed
    from counts
    group by project_id
  ),
  by_assignee as (
    select
      assignee_id, sum(tasks) as total,
      coalesce(sum(tasks) filter (where is_completed), 0) as completed
    from counts
    group by assignee_id
  ),
  by_priority as (
    select
      priority, sum(tasks) as total,
      coalesce(sum(tasks) filter (where is_completed), 0) as completed
    from counts
    group by priority
  ),
  due as (
    select
      count(*) filter (where tasks.due_date < v_today) as overdue,
      count(*) filter (where tasks.due_date >= v_today) as due_soon
    from public.tasks
    join public.projects
      on projects.organization_id = tasks.organization_id and projects.id = tasks.project_id
    where tasks.organization_id = task_statistics.organization_id
      and tasks.due_date <= v_today + 7
      and tasks.completed_at is null
      and tasks.archived_at is null
      and projects.archived_at is null
      and projects.id <> all ((select private.hidden_project_ids())::uuid[])
  )
  select
    coalesce(sum(tasks), 0),
    coalesce(sum(tasks) filter (where not is_completed), 0),
    coalesce(sum(tasks) filter (where is_completed), 0),
    (select overdue from due),
    (select due_soon from due),
    coalesce(sum(tasks) filter (where not is_completed and assignee_id is null), 0),
    (
      select coalesce(jsonb_agg(to_jsonb(by_status) order by status, category), '[]')
      from by_status
    ),
    (
      select coalesce(jsonb_agg(
        to_jsonb(by_project) || jsonb_build_object('open', total - completed) order by project_id
      ), '[]')
      from by_project
    ),
    (
      select coalesce(jsonb_agg(
        to_jsonb(by_assignee) || jsonb_build_object('open', total - completed) order by assignee_id
      ), '[]')
      from by_assignee
    ),
    (
      select coalesce(jsonb_agg(
        to_jsonb(by_priority) || jsonb_build_object('open', total - completed) order by priority
      ), '[]')
      from by_priority
    )
  into v_statistics
  from counts;
  return v_statistics;
end;
$$;
grant execute on function private.task_statistics(uuid, timestamptz) to authenticated;

create function public.task_statistics(
  organization_id uuid,
  as_of timestamptz default now()
)
returns public.task_statistics
language sql stable
set search_path = ''
as $$
  select private.task_statistics(organization_id, as_of);
$$;
comment on function public.task_statistics(uuid, timestamptz) is
  'How many tasks the caller can see in an organization, in all and by status, project, assignee '
  'and priority. Who holds tasks.read may ask.';
grant execute on function public.task_statistics(uuid, timestamptz) to authenticated;

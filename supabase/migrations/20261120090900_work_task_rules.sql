/*
 * The rules and the lock of tasks: where a task may go, who may be assigned, and who may do what.
 */

create function private.tg_tasks__refuse_closed_way()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_ways text[];
begin
  -- Elevated because a way counts whether or not one may read it; it only ever refuses.
  select array_agg(status_transitions.to_status)
    filter (where status_transitions.from_status = old.status)
  into v_ways
  from public.status_transitions
  where status_transitions.organization_id = new.organization_id
    and status_transitions.project_id = new.project_id
  having count(*) > 0;

  if found and new.status <> all (coalesce(v_ways, '{}')) then
    perform private.throw_error(
      'transition_not_allowed', 409,
      format('A task of this project cannot go from "%s" to "%s".', old.status, new.status),
      details => format('Allowed: %s.', coalesce(nullif(array_to_string(v_ways, ', '), ''), 'none'))
    );
  end if;
  return null;
end;
$$;

create trigger _100_refuse_closed_way
  after update on public.tasks
  for each row when (old.status is distinct from new.status)
  execute function private.tg_tasks__refuse_closed_way();


-- That the assignee is a member at all is the foreign key's business. Locked, so that nobody is
-- suspended and no project turned private in the meantime.
create function private.tg_tasks__refuse_absent_assignee()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_membership public.memberships;
begin
  -- Elevated because the caller need not see other members' rights; it only ever refuses.
  select * into v_membership
  from public.memberships
  where memberships.organization_id = new.organization_id
    and memberships.user_id = new.assignee_id
  for share;

  if not v_membership.is_active then
    perform private.throw_error(
      'assignee_not_active', 409, 'A suspended member cannot be assigned to a task.'
    );
  end if;

  perform from public.projects where projects.id = new.project_id for share;
  if exists (
    select from public.projects
    where projects.organization_id = new.organization_id
      and projects.id = new.project_id
      and projects.visibility = 'private'
      and not exists (
        select from public.project_members
        where project_members.organization_id = new.organization_id
          and project_members.project_id = new.project_id
          and project_members.user_id = new.assignee_id
      )
      and not exists (
        select from public.role_permissions
        where role_permissions.organization_id = new.organization_id
          and role_permissions.role = v_membership.role
          and role_permissions.permission = 'projects.read_private'
      )
  ) then
    perform private.throw_error(
      'assignee_not_in_project', 409,
      'Only somebody who can see a private project can be assigned to its tasks.',
      hint => 'Add the person to the project first.'
    );
  end if;
  return null;
end;
$$;

create trigger _110_refuse_absent_assignee_on_insert
  after insert on public.tasks
  for each row when (new.assignee_id is not null)
  execute function private.tg_tasks__refuse_absent_assignee();

create trigger _110_refuse_absent_assignee_on_update
  after update on public.tasks
  for each row
  when (new.assignee_id is not null and new.assignee_id is distinct from old.assignee_id)
  execute function private.tg_tasks__refuse_absent_assignee();


-- Two tasks may become each other's parent at the same instant: the counter's lock makes one look
-- after the other.
create function private.tg_tasks__refuse_parent_cycle()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because counters are nobody's to lock; it only ever refuses.
  perform from private.task_counters where task_counters.project_id = new.project_id for update;

  if exists (
    with recursive ancestors as (
      select tasks.parent_id from public.tasks where tasks.id = new.parent_id
      union
      select tasks.parent_id from public.tasks join ancestors on tasks.id = ancestors.parent_id
    )
    select from ancestors where ancestors.parent_id = new.id
  ) then
    perform private.throw_error(
      'task_cycle', 409, 'A task cannot stand below one of its own subtasks.'
    );
  end if;
  return null;
end;
$$;

create trigger _120_refuse_parent_cycle
  after update on public.tasks
  for each row when (new.parent_id is not null and new.parent_id is distinct from old.parent_id)
  execute function private.tg_tasks__refuse_parent_cycle();

create trigger _200_refuse_suspended
  after insert or update or delete on public.tasks
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _210_refuse_archived_project
  after insert or update or delete on public.tasks
  for each row when (pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_archived_project();

create trigger _900_count_change
  before update on public.tasks
  for each row execute function private.tg_any__count_change();


alter table public.tasks enable row level security;

create policy select_reader on public.tasks for select to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('tasks.read'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
  );

create policy insert_creator on public.tasks for insert to authenticated
  with check (
    organization_id = any ((select private.organization_ids_with('tasks.create'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
    and reporter_id = (select auth.uid())
  );

-- Who may only change their own tasks cannot make one somebody else's and walk away, but can hand
-- it back: afterwards it is theirs or nobody's.
create policy update_writer on public.tasks for update to authenticated
  using (
    project_id <> all ((select private.hidden_project_ids())::uuid[])
    and (
      organization_id = any ((select private.organization_ids_with('tasks.write'))::uuid[])
      or organization_id = any ((select private.organization_ids_with('tasks.write_own'))::uuid[])
        and (select auth.uid()) in (reporter_id, assignee_id)
    )
  )
  with check (
    project_id <> all ((select private.hidden_project_ids())::uuid[])
    and (
      organization_id = any ((select private.organization_ids_with('tasks.write'))::uuid[])
      or organization_id = any ((select private.organization_ids_with('tasks.write_own'))::uuid[])
        and (assignee_id is null or (select auth.uid()) in (reporter_id, assignee_id))
    )
  );

create policy delete_deleter on public.tasks for delete to authenticated
  using (
    project_id <> all ((select private.hidden_project_ids())::uuid[])
    and (
      organization_id = any ((select private.organization_ids_with('tasks.delete'))::uuid[])
      or organization_id = any ((select private.organization_ids_with('tasks.write_own'))::uuid[])
        and reporter_id = (select auth.uid())
    )
  );

grant select, delete on public.tasks to authenticated;
grant insert (
  organization_id, project_id, title, description, status, priority, assignee_id, parent_id,
  start_date, due_date, estimate_minutes, position
) on public.tasks to authenticated;
-- Not the project and not the reporter: both decide who may see and change the task.
grant update (
  title, description, status, priority, assignee_id, parent_id,
  start_date, due_date, estimate_minutes, position, archived_at
) on public.tasks to authenticated;
grant select, insert, update, delete on public.tasks to service_role;

comment on table public.tasks is 'Something to be done in a project.';
comment on column public.tasks.number is
  'Counts up within the project and is never given twice: ACME-42.';
comment on column public.tasks.description is 'Markdown.';
comment on column public.tasks.status is
  'Key of one of the project''s statuses; the first one if not given.';
comment on column public.tasks.priority_rank is
  'The priority as a number, for ordering: urgent 4, high 3, medium 2, low 1, none 0.';
comment on column public.tasks.assignee_id is 'The active member who is to do it.';
comment on column public.tasks.reporter_id is 'Who created it.';
comment on column public.tasks.parent_id is 'The task of the same project that it is a part of.';
comment on column public.tasks.estimate_minutes is 'Expected effort in minutes.';
comment on column public.tasks.position is
  'Fractional index: order within a column of the board, compared byte by byte.';
comment on column public.tasks.completed_at is
  'Since when its status is of category done; kept by the database.';
comment on column public.tasks.archived_at is 'Since when it is out of the way.';
comment on column public.tasks.version is
  'Grows with each change; an update names the version it read.';

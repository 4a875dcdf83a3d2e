/*
 * Watchers: who wants to hear of a task. Whoever sees a task may watch it, and stop again; whoever
 * may change it may add and remove others who can see it. Its reporter and its assignee begin to
 * watch when they become that. Somebody who loses sight of the task stays in the list and hears
 * nothing: whoever tells watchers asks private.is_task_reader at that moment.
 */
create table public.task_watchers (
  organization_id uuid not null,
  -- Zero asks for the task's; the foreign key proves that it was given.
  project_id uuid not null default '00000000-0000-0000-0000-000000000000',
  task_id uuid not null,
  user_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, task_id, project_id, user_id),
  foreign key (organization_id, project_id, task_id)
    references public.tasks (organization_id, project_id, id) on delete cascade,
  foreign key (organization_id, user_id)
    references public.memberships (organization_id, user_id) on delete cascade
);
create index task_watchers_organization_id_user_id_task_id_idx
  on public.task_watchers (organization_id, user_id, task_id);


create function private.tg_task_watchers__refuse_blind()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because the caller need not see other members' rights; it only ever refuses.
  if not private.is_task_reader(new.organization_id, new.project_id, new.user_id) then
    perform private.throw_error(
      'watcher_cannot_see', 409,
      'Only an active member who can see a task can watch it.',
      hint => 'Add the person to the private project first.'
    );
  end if;
  return null;
end;
$$;

create trigger _110_refuse_blind
  after insert on public.task_watchers
  for each row when (pg_trigger_depth() = 0)
  execute function private.tg_task_watchers__refuse_blind();


-- One statement for however many tasks. Who stopped watching is added again only by a new
-- assignment.
create function private.tg_tasks__watch()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because who assigns a task need not be able to add watchers; it adds the task's own
  -- people only.
  if tg_op = 'INSERT' then
    insert into public.task_watchers (organization_id, project_id, task_id, user_id)
    select changed.organization_id, changed.project_id, changed.id, memberships.user_id
    from changed
    join public.memberships
      on memberships.organization_id = changed.organization_id
      and memberships.user_id in (changed.reporter_id, changed.assignee_id)
      and memberships.is_active
    on conflict do nothing;
  else
    insert into public.task_watchers (organization_id, project_id, task_id, user_id)
    select changed.organization_id, changed.project_id, changed.id, memberships.user_id
    from changed
    join former using (id)
    join public.memberships
      on memberships.organization_id = changed.organization_id
      and memberships.user_id = changed.assignee_id
      and memberships.is_active
    where changed.assignee_id is distinct from former.assignee_id
    on conflict do nothing;
  end if;
  return null;
end;
$$;

create trigger _500_watch_new_task
  after insert on public.tasks
  referencing new table as changed
  for each statement execute function private.tg_tasks__watch();

create trigger _500_watch_assigned_task
  after update on public.tasks
  referencing old table as former new table as changed
  for each statement execute function private.tg_tasks__watch();

create trigger _100_take_project_of_task
  before insert on public.task_watchers
  for each row
  when (coalesce(new.project_id, '00000000-0000-0000-0000-000000000000')
    = '00000000-0000-0000-0000-000000000000')
  execute function private.tg_any__take_project_of_task();

create trigger _200_refuse_suspended
  after insert or update or delete on public.task_watchers
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _210_refuse_archived_project
  after insert or update or delete on public.task_watchers
  for each row when (pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_archived_project();

-- Those who watch because of the task are told of with the task itself.
create trigger _800_broadcast_insert
  after insert on public.task_watchers
  referencing new table as changed
  for each statement when (pg_trigger_depth() = 0)
  execute function private.tg_any__broadcast_of_task();

create trigger _800_broadcast_delete
  after delete on public.task_watchers
  referencing old table as changed
  for each statement when (pg_trigger_depth() = 0)
  execute function private.tg_any__broadcast_of_task();


alter table public.task_watchers enable row level security;

create policy select_reader on public.task_watchers for select to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('tasks.read'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
  );

create policy insert_reader_or_writer on public.task_watchers for insert to authenticated
  with check (
    project_id <> all ((select private.hidden_project_ids())::uuid[])
    and (
      organization_id = any ((select private.organization_ids_with('tasks.read'))::uuid[])
        and user_id = (select auth.uid())
      or organization_id = any ((select private.organization_ids_with('tasks.write'))::uuid[])
      or organization_id = any ((select private.organization_ids_with('tasks.write_own'))::uuid[])
        and exists (
          select from public.tasks
          where tasks.organization_id = task_watchers.organization_id
            and tasks.id = task_watchers.task_id
            and (select auth.uid()) in (tasks.reporter_id, tasks.assignee_id)
        )
    )
  );

create policy delete_watcher_or_writer on public.task_watchers for delete to authenticated
  using (
    project_id <> all ((select private.hidden_project_ids())::uuid[])
    and (
      organization_id = any ((select private.organization_ids_with('tasks.read'))::uuid[])
        and user_id = (select auth.uid())
      or organization_id = any ((select private.organization_ids_with('tasks.write'))::uuid[])
      or organization_id = any ((select private.organization_ids_with('tasks.write_own'))::uuid[])
        and exists (
          select from public.tasks
          where tasks.organization_id = task_watchers.organization_id
            and tasks.id = task_watchers.task_id
            and (select auth.uid()) in (tasks.reporter_id, tasks.assignee_id)
        )
    )
  );
-- No update: watching has no properties.

grant select, delete on public.task_watchers to authenticated;
grant insert (organization_id, project_id, task_id, user_id) on public.task_watchers
  to authenticated;
grant select, insert, update, delete on public.task_watchers to service_role;

comment on table public.task_watchers is
  'Somebody who wants to hear of a task. Its row event carries the id of the task.';
comment on column public.task_watchers.project_id is 'The task''s; filled in if not given.';

/*
 * Dependencies: a task that waits for another one, of any project of the organization. Whoever may
 * change the waiting task says what it waits for; the row is there only for who sees both. Nothing
 * waits for itself, not even in a circle. A blocker that is done blocks no more; a blocked task can
 * still be moved anywhere, done included: the board warns, for people know more than the plan.
 */
create table public.task_dependencies (
  organization_id uuid not null,
  -- Zero asks for the tasks' own; the foreign keys prove that they were given.
  project_id uuid not null default '00000000-0000-0000-0000-000000000000',
  task_id uuid not null,
  depends_on_project_id uuid not null default '00000000-0000-0000-0000-000000000000',
  depends_on_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, task_id, project_id, depends_on_id, depends_on_project_id),
  constraint task_dependencies_task_id_fkey foreign key (organization_id, project_id, task_id)
    references public.tasks (organization_id, project_id, id) on delete cascade,
  constraint task_dependencies_depends_on_id_fkey
    foreign key (organization_id, depends_on_project_id, depends_on_id)
    references public.tasks (organization_id, project_id, id) on delete cascade,
  constraint task_dependencies_lead_to_another_task check (task_id <> depends_on_id)
);
create index task_dependencies_depends_on_id_idx
  on public.task_dependencies (organization_id, depends_on_id, depends_on_project_id);


/*
 * Runs before row-level security has judged the row, so a hidden task must sound like a missing one
 * (see private.tg_any__take_project_of_task). Dependencies of an organization come one after the
 * other, or two could close a circle from both ends. The blocker is held still, so that it is not
 * completed while it is being counted.
 */
create function private.tg_task_dependencies__fill_in()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_none constant uuid := '00000000-0000-0000-0000-000000000000';
  v_project_id uuid;
  v_depends_on_project_id uuid;
begin
  -- Elevated because a task counts whether or not one may read it; it tells nothing of it, for the
  -- policies judge the projects that it fills in.
  perform pg_advisory_xact_lock(
    hashtextextended('task_dependencies:' || new.organization_id, 0)
  );
  select tasks.project_id into v_project_id
  from public.tasks
  where tasks.organization_id = new.organization_id and tasks.id = new.task_id;
  select tasks.project_id into v_depends_on_project_id
  from public.tasks
  where tasks.organization_id = new.organization_id and tasks.id = new.depends_on_id
  for share;

  new.project_id := coalesce(nullif(new.project_id, v_none), v_project_id);
  new.depends_on_project_id :=
    coalesce(nullif(new.depends_on_project_id, v_none), v_depends_on_project_id);
  if (new.project_id is null or new.depends_on_project_id is null) and auth.uid() is not null then
    raise insufficient_privilege
      using message = 'new row violates row-level security policy for table "task_dependencies"';
  end if;
  return new;
end;
$$;

create trigger _100_fill_in
  before insert on public.task_dependencies
  for each row execute function private.tg_task_dependencies__fill_in();


create function private.tg_task_dependencies__refuse_cycle()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because a circle is one whether or not one may see all of it; it only ever refuses.
  if exists (
    with recursive awaited as (
      select new.depends_on_id as id
      union
      select further.depends_on_id
      from awaited
      -- Kept apart, so that it is looked up in the index whatever the planner thinks of the table.
      cross join lateral (
        select task_dependencies.depends_on_id
        from public.task_dependencies
        where task_dependencies.organization_id = new.organization_id
          and task_dependencies.task_id = awaited.id
        offset 0
      ) as further
    )
    select from awaited where awaited.id = new.task_id
  ) then
    perform private.throw_error(
      'dependency_cycle', 409,
      'The task would wait for itself: what it is to wait for already waits for it.'
    );
  end if;
  return null;
end;
$$;

create trigger _120_refuse_cycle
  after insert on public.task_dependencies
  for each row execute function private.tg_task_dependencies__refuse_cycle();


-- Whoever changes what a task waits for does so first and then counts with the task locked, so that
-- the last one to count sees everything.
create function private.recount_open_blockers(task_ids uuid[])
returns void
language plpgsql
set search_path = ''
as $$
begin
  if cardinality(task_ids) = 0 then
    return;
  end if;
  perform from public.tasks
  where tasks.id = any (recount_open_blockers.task_ids)
  order by tasks.id
  for no key update;

  update public.tasks
  set open_blockers = counted.open
  from (
    select waiting.id, count(blockers.id) as open
    from public.tasks as waiting
    left join public.task_dependencies
      on task_dependencies.organization_id = waiting.organization_id
      and task_dependencies.project_id = waiting.project_id
      and task_dependencies.task_id = waiting.id
    left join public.tasks as blockers
      on blockers.id = task_dependencies.depends_on_id and blockers.completed_at is null
    where waiting.id = any (recount_open_blockers.task_ids)
    group by waiting.id
  ) as counted
  where tasks.id = counted.id and tasks.open_blockers <> counted.open;
end;
$$;
comment on function private.recount_open_blockers(uuid[]) is
  'Counts anew what some tasks wait for. Called by triggers as the owner.';


create function private.tg_task_dependencies__recount()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because the count is nobody's to write; it counts the tasks whose rows changed.
  perform private.recount_open_blockers(array(select distinct changed.task_id from changed));
  return null;
end;
$$;

create trigger _520_recount_on_insert
  after insert on public.task_dependencies
  referencing new table as changed
  for each statement execute function private.tg_task_dependencies__recount();

create trigger _520_recount_on_delete
  after delete on public.task_dependencies
  referencing old table as changed
  for each statement execute function private.tg_task_dependencies__recount();


create function private.tg_tasks__recount_waiting()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because whoever completes a task need not see what waits for it; it counts those.
  perform private.recount_open_blockers(array(
    select distinct task_dependencies.task_id
    from changed
    join former using (id)
    join public.task_dependencies
      on task_dependencies.organization_id = changed.organization_id
      and task_dependencies.depends_on_project_id = changed.project_id
      and task_dependencies.depends_on_id = changed.id
    where (former.completed_at is null) <> (changed.completed_at is null)
  ));
  return null;
end;
$$;

create trigger _520_recount_waiting
  after update on public.tasks
  referencing old table as former new table as changed
  for each statement execute function private.tg_tasks__recount_waiting();

create trigger _200_refuse_suspended
  after insert or update or delete on public.task_dependencies
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _210_refuse_archived_project
  after insert or update or delete on public.task_dependencies
  for each row when (pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_archived_project();

create trigger _800_broadcast_insert
  after insert on public.task_dependencies
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast_of_task();

create trigger _800_broadcast_delete
  after delete on public.task_dependencies
  referencing old table as changed
  for each statement when (pg_trigger_depth() = 0)
  execute function private.tg_any__broadcast_of_task();


alter table public.task_dependencies enable row level security;

create policy select_reader on public.task_dependencies for select to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('tasks.read'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
    and depends_on_project_id <> all ((select private.hidden_project_ids())::uuid[])
  );

create policy insert_writer on public.task_dependencies for insert to authenticated
  with check (
    project_id <> all ((select private.hidden_project_ids())::uuid[])
    and depends_on_project_id <> all ((select private.hidden_project_ids())::uuid[])
    and (
      organization_id = any ((select private.organization_ids_with('tasks.write'))::uuid[])
      or organization_id = any ((select private.organization_ids_with('tasks.write_own'))::uuid[])
        and exists (
          select from public.tasks
          where tasks.organization_id = task_dependencies.organization_id
            and tasks.id = task_dependencies.task_id
            and (select auth.uid()) in (tasks.reporter_id, tasks.assignee_id)
        )
    )
  );

create policy delete_writer on public.task_dependencies for delete to authenticated
  using (
    project_id <> all ((select private.hidden_project_ids())::uuid[])
    and depends_on_project_id <> all ((select private.hidden_project_ids())::uuid[])
    and (
      organization_id = any ((select private.organization_ids_with('tasks.write'))::uuid[])
      or organization_id = any ((select private.organization_ids_with('tasks.write_own'))::uuid[])
        and exists (
          select from public.tasks
          where tasks.organization_id = task_dependencies.organization_id
            and tasks.id = task_dependencies.task_id
            and (select auth.uid()) in (tasks.reporter_id, tasks.assignee_id)
        )
    )
  );
-- No update: a task waits for another or not.

grant select, delete on public.task_dependencies to authenticated;
grant insert (organization_id, project_id, task_id, depends_on_project_id, depends_on_id)
  on public.task_dependencies to authenticated;
grant select, insert, update, delete on public.task_dependencies to service_role;

comment on table public.task_dependencies is
  'A task that waits for another. Its row event carries the id of the waiting task.';
comment on column public.task_dependencies.project_id is
  'The waiting task''s; filled in if not given.';
comment on column public.task_dependencies.depends_on_project_id is
  'The blocker''s; filled in if not given.';
comment on column public.tasks.open_blockers is
  'How many tasks it waits for that are not done, those included that one cannot see; kept by the '
  'database.';

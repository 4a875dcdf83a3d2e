/*
 * Task counts: how many tasks there are, known without reading them. A count belongs to a project,
 * status, assignee and priority; what sums them up for whom is in the next file. Archived tasks are
 * out of the way and do not count.
 *
 * A row is never updated, or everybody who creates a task in a project would wait for the one
 * before to commit, and two who change many tasks in opposite order would lock each other up. Each
 * statement adds rows that say by how many it changed what; their sum is the count, and a job puts
 * them together. Nothing refers to the project: the rows of a deleted one add up to nothing and
 * vanish with the next run.
 */
create table private.task_counts (
  organization_id uuid not null,
  project_id uuid not null,
  status text not null,
  assignee_id uuid,
  priority text not null,
  tasks integer not null,
  is_folded boolean not null default false
);
create index task_counts_organization_id_project_id_status_idx
  on private.task_counts (organization_id, project_id, status);
create index task_counts_unfolded_idx on private.task_counts (organization_id)
  where not is_folded;
comment on table private.task_counts is
  'By how many the tasks with the same values became more or fewer; the sum is how many there are.';


create function private.tg_tasks__count_added()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because counts are nobody's to write; it counts the rows it fires for.
  insert into private.task_counts
    (organization_id, project_id, status, assignee_id, priority, tasks)
  select organization_id, project_id, status, assignee_id, priority, count(*)
  from added
  where archived_at is null
  group by organization_id, project_id, status, assignee_id, priority;
  return null;
end;
$$;

create trigger _700_count_added
  after insert on public.tasks
  referencing new table as added
  for each statement execute function private.tg_tasks__count_added();


create function private.tg_tasks__count_removed()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because counts are nobody's to write; it counts the rows it fires for.
  insert into private.task_counts
    (organization_id, project_id, status, assignee_id, priority, tasks)
  select organization_id, project_id, status, assignee_id, priority, -count(*)
  from removed
  where archived_at is null
  group by organization_id, project_id, status, assignee_id, priority;
  return null;
end;
$$;

create trigger _700_count_removed
  after delete on public.tasks
  referencing old table as removed
  for each statement execute function private.tg_tasks__count_removed();


create function private.tg_tasks__count_changed()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because counts are nobody's to write; it counts the rows it fires for. What was only
  -- renamed or moved adds nothing.
  insert into private.task_counts
    (organization_id, project_id, status, assignee_id, priority, tasks)
  select organization_id, project_id, status, assignee_id, priority, sum(change)
  from (
    select organization_id, project_id, status, assignee_id, priority, -1 as change
    from former
    where archived_at is null
    union all
    select organization_id, project_id, status, assignee_id, priority, 1
    from changed
    where archived_at is null
  ) as changes
  group by organization_id, project_id, status, assignee_id, priority
  having sum(change) <> 0;
  return null;
end;
$$;

create trigger _700_count_changed
  after update on public.tasks
  referencing old table as former new table as changed
  for each statement execute function private.tg_tasks__count_changed();


/*
 * Takes the rows of every count that something was added to, and puts back their sum. Whoever reads
 * meanwhile sees the ones or the other; a second run at the same time finds nothing left to take.
 */
create function private.fold_task_counts()
returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_folded integer;
begin
  with fresh as (
    select distinct organization_id, project_id, status
    from private.task_counts
    where not is_folded
  ),
  taken as (
    delete from private.task_counts
    using fresh
    where task_counts.organization_id = fresh.organization_id
      and task_counts.project_id = fresh.project_id
      and task_counts.status = fresh.status
    returning task_counts.*
  )
  insert into private.task_counts
    (organization_id, project_id, status, assignee_id, priority, tasks, is_folded)
  select organization_id, project_id, status, assignee_id, priority, sum(tasks), true
  from taken
  group by organization_id, project_id, status, assignee_id, priority
  having sum(tasks) <> 0;
  get diagnostics v_folded = row_count;
  return v_folded;
end;
$$;
comment on function private.fold_task_counts() is
  'Puts the rows of each count together; tells how many counts it wrote. Called by the job alone.';

select cron.schedule('fold-task-counts', '* * * * *', 'select private.fold_task_counts()');

/*
 * Tasks: what is to be done in a project. tasks.read sees those of the projects one sees,
 * tasks.create adds, tasks.write changes any, tasks.write_own those one reported or is assigned.
 * tasks.delete deletes any; one's own report goes with tasks.write_own. Numbers are given once per
 * project, in order; completed_at follows the status.
 */
create table public.tasks (
  id uuid primary key default private.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  project_id uuid not null,
  -- Zero and empty ask for the next number, the first status, the last position; the checks prove
  -- they were given.
  number integer not null default 0,
  title text not null,
  description text not null default '',
  status text not null default '',
  priority text not null default 'none'
    check (priority in ('none', 'low', 'medium', 'high', 'urgent')),
  -- Text cannot be ordered by meaning, and an enum's comparison keeps the planner from indexes
  -- under row-level security.
  priority_rank smallint not null generated always as (
    case priority
      when 'urgent' then 4
      when 'high' then 3
      when 'medium' then 2
      when 'low' then 1
      else 0
    end
  ) stored,
  assignee_id uuid,
  reporter_id uuid references public.profiles default auth.uid(),
  parent_id uuid,
  start_date date,
  due_date date,
  estimate_minutes integer,
  position text not null default '' collate "C",
  completed_at timestamptz,
  open_blockers integer not null default 0,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  unique (organization_id, id),
  unique (organization_id, project_id, id),
  unique (organization_id, project_id, number),
  foreign key (organization_id, project_id)
    references public.projects (organization_id, id) on delete cascade,
  foreign key (organization_id, project_id, status)
    references public.project_statuses (organization_id, project_id, key),
  foreign key (organization_id, assignee_id)
    references public.memberships (organization_id, user_id) on delete set null (assignee_id),
  foreign key (organization_id, project_id, parent_id)
    references public.tasks (organization_id, project_id, id) on delete set null (parent_id),
  constraint tasks_number_is_given check (number > 0),
  constraint tasks_title_is_printable check (title <> '' and private.is_line(title, 300)),
  constraint tasks_description_has_a_limit check (char_length(description) <= 50000),
  constraint tasks_parent_is_another_task check (parent_id <> id),
  constraint tasks_start_date_is_a_plausible_day
    check (start_date between '1900-01-01' and '2999-12-31'),
  constraint tasks_due_date_is_a_plausible_day
    check (due_date between '1900-01-01' and '2999-12-31'),
  constraint tasks_due_date_follows_start_date check (due_date >= start_date),
  constraint tasks_estimate_is_positive check (estimate_minutes between 1 and 600000),
  constraint tasks_position_is_a_fractional_index check (private.is_fractional_index(position))
);
create index tasks_organization_id_project_id_status_position_idx
  on public.tasks (organization_id, project_id, status, position);
create index tasks_organization_id_project_id_parent_id_idx
  on public.tasks (organization_id, project_id, parent_id);
create index tasks_organization_id_assignee_id_status_idx
  on public.tasks (organization_id, assignee_id, status);
create index tasks_reporter_id_idx on public.tasks (reporter_id);
create index tasks_organization_id_created_at_id_idx
  on public.tasks (organization_id, created_at, id);
create index tasks_organization_id_updated_at_id_idx
  on public.tasks (organization_id, updated_at, id);
create index tasks_organization_id_due_date_id_idx on public.tasks (organization_id, due_date, id);
create index tasks_organization_id_priority_rank_id_idx
  on public.tasks (organization_id, priority_rank, id);

create table private.task_counters (
  project_id uuid primary key references public.projects on delete cascade,
  last_number integer not null default 0
);
comment on table private.task_counters is
  'The last number given in a project; its row is the lock that keeps numbers apart.';


create function private.tg_projects__create_task_counter()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because counters are nobody's to write; it makes the one of the project it fires for.
  insert into private.task_counters (project_id) values (new.id);
  return null;
end;
$$;

create trigger _520_create_task_counter
  after insert on public.projects
  for each row execute function private.tg_projects__create_task_counter();


/*
 * Runs before row-level security has judged the row, so what it says must not tell a project that
 * is hidden from one that is not there: for the latter it gives row-level security's own answer.
 */
create function private.tg_tasks__fill_in()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because counters are nobody's to write, and a status counts whether or not one may
  -- read it. An import names its numbers; the counter never falls behind them.
  new.number := coalesce(new.number, 0);
  update private.task_counters
  set last_number = greatest(task_counters.last_number + (new.number = 0)::integer, new.number)
  from public.projects
  where projects.id = task_counters.project_id
    and projects.organization_id = new.organization_id
    and projects.id = new.project_id
  returning case when new.number = 0 then task_counters.last_number else new.number end
  into new.number;
  if not found and auth.uid() is not null then
    raise insufficient_privilege
      using message = 'new row violates row-level security policy for table "tasks"';
  end if;
  new.number := coalesce(new.number, 0); -- an operator hears it from the constraints

  if coalesce(new.status, '') = '' then
    select project_statuses.key into new.status
    from public.project_statuses
    where project_statuses.organization_id = new.organization_id
      and project_statuses.project_id = new.project_id
    order by project_statuses.position
    limit 1;
  end if;

  if coalesce(new.position, '') = '' then
    new.position := private.position_after((
      select max(tasks.position)
      from public.tasks
      where tasks.organization_id = new.organization_id
        and tasks.project_id = new.project_id
        and tasks.status = new.status
    ));
  end if;
  return new;
end;
$$;

create trigger _100_fill_in
  before insert on public.tasks
  for each row execute function private.tg_tasks__fill_in();


create function private.tg_tasks__set_completed_at()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_is_done boolean := exists (
    select from public.project_statuses
    where project_statuses.organization_id = new.organization_id
      and project_statuses.project_id = new.project_id
      and project_statuses.key = new.status
      and project_statuses.category = 'done'
  );
begin
  -- Elevated because a status counts whether or not one may read it; it sets nothing else.
  -- From one finished status to another the moment stays.
  new.completed_at := case when v_is_done then coalesce(new.completed_at, now()) end;
  return new;
end;
$$;

create trigger _200_set_completed_at_on_insert
  before insert on public.tasks
  for each row execute function private.tg_tasks__set_completed_at();

create trigger _200_set_completed_at_on_update
  before update on public.tasks
  for each row when (old.status is distinct from new.status)
  execute function private.tg_tasks__set_completed_at();


create function private.tg_project_statuses__recount_completion()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because whoever may change a status need not be able to change its tasks; it touches
  -- completed_at alone.
  update public.tasks
  set completed_at = case new.category when 'done' then now() end
  where tasks.organization_id = new.organization_id
    and tasks.project_id = new.project_id
    and tasks.status = new.key
    and (tasks.completed_at is not null) <> (new.category = 'done');
  return null;
end;
$$;

create trigger _500_recount_completion
  after update of category on public.project_statuses
  for each row when (old.category is distinct from new.category)
  execute function private.tg_project_statuses__recount_completion();

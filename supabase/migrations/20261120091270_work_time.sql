/*
 * Time: what somebody worked on, and from when to when. time.track books one's own, time.manage
 * sees and changes everybody's; one's own is always there to read, also where the project has since
 * been hidden, for it is part of one's working hours. An entry without an end is a running timer:
 * one for each person, whatever the organization. Finished entries of a person in an organization
 * never overlap; where one ends the next may begin. The next file refuses, the one after starts and
 * stops timers.
 */
create extension btree_gist with schema extensions;

create table public.time_entries (
  id uuid primary key default private.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  -- Zero asks for the task's; the foreign key proves that it was given.
  project_id uuid not null default '00000000-0000-0000-0000-000000000000',
  task_id uuid,
  user_id uuid not null default auth.uid() references public.profiles,
  description text not null default '',
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  is_billable boolean not null default true,
  created_by uuid references public.profiles default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  unique (organization_id, id),
  -- Time is money: it goes with its organization only. A task may go, the hours on it stay.
  foreign key (organization_id, project_id) references public.projects (organization_id, id),
  foreign key (organization_id, project_id, task_id)
    references public.tasks (organization_id, project_id, id) on delete set null (task_id),
  -- Of somebody who is or was a member: hours outlive a membership.
  foreign key (organization_id, user_id)
    references private.organization_people (organization_id, user_id),
  constraint time_entries_description_has_a_limit check (char_length(description) <= 2000),
  constraint time_entries_started_at_is_a_plausible_moment
    check (started_at between '1900-01-01 00:00:00Z' and '2999-12-31 00:00:00Z'),
  -- Nothing is left of a timer whose time was booked by hand meanwhile: its length is zero.
  constraint time_entries_ended_at_follows_started_at check (ended_at >= started_at),
  constraint time_entries_last_a_day_at_most check (ended_at - started_at <= interval '24 hours'),
  -- Both are the law behind the friendlier refusals below, and judge at commit, after those.
  constraint time_entries_finished_do_not_overlap
    exclude using gist (
      organization_id with =,
      user_id with =,
      tstzrange(started_at, ended_at, '[)') with &&
    ) where (ended_at is not null) deferrable initially deferred,
  constraint time_entries_one_timer_for_each_person
    exclude using btree (user_id with =) where (ended_at is null) deferrable initially deferred
);
create index time_entries_organization_id_project_id_task_id_started_at_idx
  on public.time_entries (organization_id, project_id, task_id, started_at);
create index time_entries_organization_id_project_id_started_at_id_idx
  on public.time_entries (organization_id, project_id, started_at, id);
create index time_entries_organization_id_user_id_started_at_id_idx
  on public.time_entries (organization_id, user_id, started_at, id);
create index time_entries_organization_id_started_at_id_idx
  on public.time_entries (organization_id, started_at, id);
create index time_entries_user_id_started_at_idx on public.time_entries (user_id, started_at);
create index time_entries_created_by_idx on public.time_entries (created_by);


create function private.member_organization_ids()
returns uuid[]
language plpgsql stable security definer
set search_path = ''
as $$
begin
  -- Elevated because policies ask it; the answer is bound to the caller.
  return (
    select coalesce(array_agg(distinct granted.organization_id), '{}')
    from private.granted_permissions as granted
  );
end;
$$;
comment on function private.member_organization_ids() is
  'The organizations in which the caller, as an active member, holds anything at all.';
grant execute on function private.member_organization_ids() to authenticated;


/*
 * Two entries may be written at the same instant, and neither sees what the other has not
 * committed: whoever writes the times of a person waits for the one before. Taken before the row is
 * in any index, so that the constraints at commit never wait for each other.
 */
create function private.lock_timesheet(user_id uuid)
returns void
language sql volatile
set search_path = ''
as $$
  select pg_advisory_xact_lock(hashtextextended('timesheet:' || user_id, 0));
$$;
comment on function private.lock_timesheet(uuid) is
  'Keeps others from writing the times of a person until the end of the transaction.';


-- Runs before row-level security has judged the row, so a project that is not there has to sound
-- like a hidden one.
create function private.tg_time_entries__fill_in()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because a project counts whether or not one may read it; it only fills in and refuses.
  new.project_id := nullif(new.project_id, '00000000-0000-0000-0000-000000000000');
  if new.project_id is null and new.task_id is null then
    perform private.throw_error(
      'project_required', 422, 'Time is booked on a project, or on one of its tasks.'
    );
  end if;
  if new.project_id is null then
    select tasks.project_id into new.project_id
    from public.tasks
    where tasks.organization_id = new.organization_id and tasks.id = new.task_id;
  end if;
  perform from public.projects
  where projects.organization_id = new.organization_id and projects.id = new.project_id;
  if not found and auth.uid() is not null then
    raise insufficient_privilege
      using message = 'new row violates row-level security policy for table "time_entries"';
  end if;
  return new;
end;
$$;

create trigger _100_fill_in_on_insert
  before insert on public.time_entries
  for each row execute function private.tg_time_entries__fill_in();

create trigger _100_fill_in_on_update
  before update on public.time_entries
  for each row when (old.project_id is distinct from new.project_id)
  execute function private.tg_time_entries__fill_in();


create function private.tg_time_entries__lock()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because it locks rows that the caller may not change. A timer that begins holds its
  -- organization and project still: neither is closed without ending it.
  if tg_op = 'INSERT' and new.ended_at is null then
    perform from public.organizations where organizations.id = new.organization_id for share;
    perform from public.projects where projects.id = new.project_id for share;
  end if;
  perform private.lock_timesheet(new.user_id);
  return new;
end;
$$;

create trigger _200_lock_on_insert
  before insert on public.time_entries
  for each row execute function private.tg_time_entries__lock();

create trigger _200_lock_on_update
  before update on public.time_entries
  for each row
  when ((old.user_id, old.started_at, old.ended_at)
    is distinct from (new.user_id, new.started_at, new.ended_at))
  execute function private.tg_time_entries__lock();

create trigger _900_count_change
  before update on public.time_entries
  for each row execute function private.tg_any__count_change();


alter table public.time_entries enable row level security;

create policy select_person on public.time_entries for select to authenticated
  using (
    user_id = (select auth.uid())
      and organization_id = any ((select private.member_organization_ids())::uuid[])
    or organization_id = any ((select private.organization_ids_with('time.manage'))::uuid[])
      and project_id <> all ((select private.hidden_project_ids())::uuid[])
  );

-- Nobody sets another person's timer running: whether that person may have one at this moment
-- depends on organizations that are not the caller's.
create policy insert_tracker on public.time_entries for insert to authenticated
  with check (
    project_id <> all ((select private.hidden_project_ids())::uuid[])
    and (
      organization_id = any ((select private.organization_ids_with('time.track'))::uuid[])
        and user_id = (select auth.uid())
      or organization_id = any ((select private.organization_ids_with('time.manage'))::uuid[])
        and ended_at is not null
    )
  );

create policy update_tracker on public.time_entries for update to authenticated
  using (
    project_id <> all ((select private.hidden_project_ids())::uuid[])
    and (
      organization_id = any ((select private.organization_ids_with('time.track'))::uuid[])
        and user_id = (select auth.uid())
      or organization_id = any ((select private.organization_ids_with('time.manage'))::uuid[])
    )
  )
  with check (
    project_id <> all ((select private.hidden_project_ids())::uuid[])
    and (
      organization_id = any ((select private.organization_ids_with('time.track'))::uuid[])
        and user_id = (select auth.uid())
      or organization_id = any ((select private.organization_ids_with('time.manage'))::uuid[])
    )
  );

create policy delete_tracker on public.time_entries for delete to authenticated
  using (
    project_id <> all ((select private.hidden_project_ids())::uuid[])
    and (
      organization_id = any ((select private.organization_ids_with('time.track'))::uuid[])
        and user_id = (select auth.uid())
      or organization_id = any ((select private.organization_ids_with('time.manage'))::uuid[])
    )
  );

grant select, delete on public.time_entries to authenticated;
grant insert (
  organization_id, project_id, task_id, user_id, description, started_at, ended_at, is_billable
) on public.time_entries to authenticated;
-- Not the person: hours that were somebody else's are deleted and entered anew.
grant update (project_id, task_id, description, started_at, ended_at, is_billable)
  on public.time_entries to authenticated;
grant select, insert, update, delete on public.time_entries to service_role;

comment on table public.time_entries is
  'What somebody worked on, from when to when; without an end it is a running timer.';
comment on column public.time_entries.project_id is
  'Filled in from the task, if only that is given.';
comment on column public.time_entries.task_id is
  'The task of the project that the work was on; a deleted one leaves its hours to the project.';
comment on column public.time_entries.user_id is 'Who worked; the caller, if not given.';
comment on column public.time_entries.started_at is 'When the work began; belongs to it.';
comment on column public.time_entries.ended_at is
  'When the work ended; does not belong to it. Null while the timer runs.';
comment on column public.time_entries.is_billable is 'Whether a client is to pay for it.';
comment on column public.time_entries.created_by is
  'Who entered it: the person, or somebody who manages time.';
comment on column public.time_entries.version is
  'Grows with each change; an update names the version it read.';

/*
 * Timers: one for each person, held by the database, so that every device shows the same one. A
 * timer that starts stops the one before at the same instant, wherever that runs. What somebody
 * booked by hand while a timer ran stays as it is: the timer gets the time around it. Whoever
 * forgets a timer gets a day and corrects it. A timer ends by itself when its person may no longer
 * book there: with the membership, the suspension or deletion of the organization, and the
 * archiving of the project.
 *
 * Locks are always taken in this order: organization, project, timer, entry, timesheet.
 */
create function private.finish_time_entry(entry public.time_entries, ended_at timestamptz)
returns public.time_entries
language plpgsql
set search_path = ''
as $$
declare
  v_entry public.time_entries;
  v_worked tstzrange := tstzrange(
    entry.started_at,
    least(
      greatest(finish_time_entry.ended_at, entry.started_at),
      entry.started_at + interval '24 hours'
    )
  );
  v_pieces tstzrange[];
begin
  -- Several pieces if the person booked other time in between, none if nothing is left.
  select coalesce(array_agg(piece order by piece), '{}') into v_pieces
  from unnest(tstzmultirange(v_worked) - (
    select coalesce(range_agg(tstzrange(booked.started_at, booked.ended_at)), '{}')
    from public.time_entries as booked
    where booked.organization_id = entry.organization_id
      and booked.user_id = entry.user_id
      and booked.ended_at is not null
      and tstzrange(booked.started_at, booked.ended_at, '[)') && v_worked
  )) as piece;

  update public.time_entries
  set started_at = coalesce(lower(v_pieces[1]), entry.started_at),
    ended_at = coalesce(upper(v_pieces[1]), entry.started_at)
  where time_entries.id = entry.id
  returning * into v_entry;

  insert into public.time_entries (
    organization_id, project_id, task_id, user_id, description, started_at, ended_at, is_billable,
    created_by
  )
  select
    entry.organization_id, entry.project_id, entry.task_id, entry.user_id, entry.description,
    lower(piece), upper(piece), entry.is_billable, entry.created_by
  from unnest(v_pieces[2:]) as piece;
  return v_entry;
end;
$$;
comment on function private.finish_time_entry(public.time_entries, timestamptz) is
  'Ends a running timer, around what else the person has booked. Its timesheet has to be locked.';


-- Another device may stop the timer, or start the next, while this one waits; whoever has all three
-- locks sees what runs. The first keeps those apart who start and stop, the last those who write
-- times; an entry is locked before the last one because whoever changes an entry does so as well.
create function private.lock_timer(user_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('timer:' || user_id, 0));
  perform from public.time_entries
  where time_entries.user_id = lock_timer.user_id and time_entries.ended_at is null
  for update;
  perform private.lock_timesheet(user_id);
end;
$$;
comment on function private.lock_timer(uuid) is
  'Keeps others from starting or stopping a timer of a person until the end of the transaction.';


create function private.stop_running_timer(user_id uuid, organization_id uuid, at timestamptz)
returns public.time_entries
language plpgsql
set search_path = ''
as $$
declare
  v_entry public.time_entries;
begin
  select * into v_entry
  from public.time_entries
  where time_entries.user_id = stop_running_timer.user_id
    and time_entries.ended_at is null
    and time_entries.organization_id
      = coalesce(stop_running_timer.organization_id, time_entries.organization_id);
  if found then
    v_entry := private.finish_time_entry(v_entry, at);
  end if;
  return v_entry;
end;
$$;
comment on function private.stop_running_timer(uuid, uuid, timestamptz) is
  'Stops a person''s timer; with an organization, only one that runs in it. After lock_timer().';


create function private.start_timer(
  organization_id uuid,
  project_id uuid,
  task_id uuid,
  description text,
  is_billable boolean
)
returns public.time_entries
language plpgsql security definer
set search_path = ''
as $$
declare
  v_organization public.organizations;
  v_project_id uuid := project_id;
  v_entry public.time_entries;
  v_now timestamptz;
begin
  -- Elevated because the timer before may run where the caller can no longer write. It ends the
  -- caller's own, and asks for the new one what the policies on time_entries ask.
  select * into v_organization
  from public.organizations
  where organizations.id = start_timer.organization_id
  for share;
  -- Asked only now: somebody may have been removed while this waited.
  if not exists (
    select from public.memberships
    where memberships.organization_id = start_timer.organization_id
      and memberships.user_id = auth.uid()
      and memberships.is_active
      and not coalesce(private.owes_second_factor(), false)
  ) then
    perform private.throw_error(
      'organization_not_found', 404,
      'There is no such organization, or you are not an active member of it.'
    );
  end if;
  perform private.refuse_read_only(v_organization);
  perform private.require_permission(organization_id, 'time.track');

  if project_id is null and task_id is not null then
    select tasks.project_id into v_project_id
    from public.tasks
    where tasks.organization_id = start_timer.organization_id and tasks.id = start_timer.task_id;
  end if;
  perform from public.projects
  where projects.organization_id = start_timer.organization_id
    and projects.id = v_project_id
    and projects.id <> all (private.hidden_project_ids())
  for share;
  if not found and project_id is not null then
    perform private.throw_error('project_not_found', 404, 'There is no such project.');
  end if;
  if task_id is not null and not (found and exists (
    select from public.tasks
    where tasks.organization_id = start_timer.organization_id
      and tasks.project_id = v_project_id
      and tasks.id = start_timer.task_id
  )) then
    perform private.throw_error('task_not_found', 404, 'There is no such task in the project.');
  end if;

  perform private.lock_timer(auth.uid());
  v_now := clock_timestamp();
  perform private.stop_running_timer(auth.uid(), null, v_now);
  insert into public.time_entries
    (organization_id, project_id, task_id, user_id, description, started_at, is_billable)
  values
    (organization_id, v_project_id, task_id, auth.uid(), description, v_now, is_billable)
  returning * into v_entry;
  return v_entry;
end;
$$;
grant execute on function private.start_timer(uuid, uuid, uuid, text, boolean) to authenticated;

create function public.start_timer(
  organization_id uuid,
  project_id uuid default null,
  task_id uuid default null,
  description text default '',
  is_billable boolean default true
)
returns public.time_entries
language sql volatile
set search_path = ''
as $$
  select private.start_timer(organization_id, project_id, task_id, description, is_billable);
$$;
comment on function public.start_timer(uuid, uuid, uuid, text, boolean) is
  'Starts the caller''s timer on a project or task, and stops the one that runs, in whatever '
  'organization, at the same instant. Who holds time.track may.';
grant execute on function public.start_timer(uuid, uuid, uuid, text, boolean) to authenticated;


create function private.stop_timer(organization_id uuid)
returns public.time_entries
language plpgsql security definer
set search_path = ''
as $$
declare
  v_entry public.time_entries;
begin
  -- Elevated because the project may be hidden or time.track lost since it started; it ends the
  -- caller's own timer only, and none for who still owes a second factor.
  if not coalesce(private.owes_second_factor(), false) then
    perform private.lock_timer(auth.uid());
    v_entry := private.stop_running_timer(auth.uid(), organization_id, clock_timestamp());
  end if;
  if v_entry.id is null then
    perform private.throw_error(
      'timer_not_running', 404, 'No timer of yours is running.',
      hint => 'It may have been stopped on another device, or with the project or membership.'
    );
  end if;
  return v_entry;
end;
$$;
grant execute on function private.stop_timer(uuid) to authenticated;

create function public.stop_timer(organization_id uuid default null)
returns public.time_entries
language sql volatile
set search_path = ''
as $$
  select private.stop_timer(organization_id);
$$;
comment on function public.stop_timer(uuid) is
  'Stops the caller''s timer; with an organization, only if it runs there. Gives the entry; '
  'further pieces of it lie around what else was booked meanwhile. Everybody may stop their own.';
grant execute on function public.stop_timer(uuid) to authenticated;


create function private.end_timers(organization_id uuid, project_id uuid, user_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_user_id uuid;
begin
  for v_user_id in
    select time_entries.user_id
    from public.time_entries
    where time_entries.ended_at is null
      and time_entries.organization_id = end_timers.organization_id
      and time_entries.project_id = coalesce(end_timers.project_id, time_entries.project_id)
      and time_entries.user_id = coalesce(end_timers.user_id, time_entries.user_id)
    order by time_entries.user_id
  loop
    perform private.lock_timer(v_user_id);
    perform private.stop_running_timer(v_user_id, organization_id, clock_timestamp());
  end loop;
end;
$$;
comment on function private.end_timers(uuid, uuid, uuid) is
  'Stops the timers of an organization: all (null), those of a project, or one person''s.';

create index time_entries_organization_id_running_idx
  on public.time_entries (organization_id, user_id) where ended_at is null;


create function private.tg_memberships__end_timers()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because whoever manages members need not manage time; it stops that person's timer.
  perform from public.organizations where organizations.id = old.organization_id;
  if not found then
    return null; -- the organization itself is going, and its time with it
  end if;
  perform private.end_timers(old.organization_id, null, old.user_id);
  return null;
end;
$$;

create trigger _510_end_timers_on_update
  after update on public.memberships
  for each row when (old.is_active and not new.is_active)
  execute function private.tg_memberships__end_timers();

create trigger _510_end_timers_on_delete
  after delete on public.memberships
  for each row execute function private.tg_memberships__end_timers();


create function private.tg_projects__end_timers()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because whoever archives a project need not manage time; it stops that project's
  -- timers.
  perform private.end_timers(new.organization_id, new.id, null);
  return null;
end;
$$;

create trigger _520_end_timers
  after update on public.projects
  for each row when (old.archived_at is null and new.archived_at is not null)
  execute function private.tg_projects__end_timers();


create function private.tg_organizations__end_timers()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because whoever closes an organization need not manage time; it stops its timers.
  perform private.end_timers(new.id, null, null);
  return null;
end;
$$;

create trigger _510_end_timers
  after update on public.organizations
  for each row
  when (
    old.is_active and old.delete_after is null
    and not (new.is_active and new.delete_after is null)
  )
  execute function private.tg_organizations__end_timers();

/*
 * The rules of time: what is refused, and who hears of a change. All but the last refusal judge
 * after the row, when row-level security has spoken.
 */
create trigger _200_refuse_suspended
  after insert or update or delete on public.time_entries
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _210_refuse_archived_project
  after insert or update or delete on public.time_entries
  for each row when (pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_archived_project();


create function private.tg_time_entries__refuse_leaving_archived_project()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_key text;
begin
  -- Elevated because a role may write here without reading projects; it only ever refuses.
  select projects.key into v_key
  from public.projects
  where projects.organization_id = old.organization_id
    and projects.id = old.project_id
    and projects.archived_at is not null;
  if found then
    perform private.throw_error(
      'project_archived', 409,
      format('The project %s is archived and cannot be changed.', v_key),
      hint => 'Bring it back from the archive first.'
    );
  end if;
  return null;
end;
$$;

create trigger _220_refuse_leaving_archived_project
  after update on public.time_entries
  for each row when (old.project_id <> new.project_id)
  execute function private.tg_time_entries__refuse_leaving_archived_project();


create function private.tg_time_entries__refuse_restart()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform private.throw_error(
    'time_entry_finished', 409, 'A finished entry cannot run again.',
    hint => 'Start a new timer for the same work.'
  );
  return null;
end;
$$;

create trigger _300_refuse_restart
  after update on public.time_entries
  for each row when (old.ended_at is not null and new.ended_at is null)
  execute function private.tg_time_entries__refuse_restart();


create function private.tg_time_entries__refuse_second_timer()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because the other timer may run where the caller sees nothing; it only ever refuses.
  if exists (
    select from public.time_entries
    where time_entries.user_id = new.user_id
      and time_entries.ended_at is null
      and time_entries.id <> new.id
  ) then
    perform private.throw_error(
      'timer_running', 409, 'A timer of this person is running already.',
      hint => 'start_timer() stops it at the moment at which the new one begins.'
    );
  end if;
  return null;
end;
$$;

create trigger _310_refuse_second_timer
  after insert on public.time_entries
  for each row when (new.ended_at is null)
  execute function private.tg_time_entries__refuse_second_timer();


-- Clocks of clients are never quite right, and some book the rest of the day in advance.
create function private.tg_time_entries__refuse_future()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if coalesce(new.ended_at - interval '24 hours', new.started_at - interval '1 minute') > now() then
    perform private.throw_error(
      'time_in_future', 422,
      'A timer cannot start later than now, and an entry cannot end later than a day from now.'
    );
  end if;
  return null;
end;
$$;

create trigger _320_refuse_future_on_insert
  after insert on public.time_entries
  for each row execute function private.tg_time_entries__refuse_future();

create trigger _320_refuse_future_on_update
  after update on public.time_entries
  for each row
  when ((old.started_at, old.ended_at) is distinct from (new.started_at, new.ended_at))
  execute function private.tg_time_entries__refuse_future();


create function private.tg_time_entries__refuse_overlap()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_other public.time_entries;
begin
  -- Elevated because whoever books for others may not see all of their time; it only ever refuses,
  -- and says of the other entry what the refusal says anyway: when it is.
  select * into v_other
  from public.time_entries
  where time_entries.organization_id = new.organization_id
    and time_entries.user_id = new.user_id
    and time_entries.id <> new.id
    and time_entries.ended_at is not null
    and tstzrange(time_entries.started_at, time_entries.ended_at, '[)')
      && tstzrange(new.started_at, new.ended_at, '[)')
  order by time_entries.started_at
  limit 1;
  if found then
    perform private.throw_error(
      'time_overlap', 409,
      'The person has other time booked in this period.',
      details => json_build_object(
        'started_at', v_other.started_at, 'ended_at', v_other.ended_at
      )::text,
      hint => 'Begin where the other entry ends, or change that one first.'
    );
  end if;
  return null;
end;
$$;

create trigger _330_refuse_overlap_on_insert
  after insert on public.time_entries
  for each row when (new.ended_at is not null)
  execute function private.tg_time_entries__refuse_overlap();

create trigger _330_refuse_overlap_on_update
  after update on public.time_entries
  for each row
  when (
    new.ended_at is not null
    and (old.user_id, old.started_at, old.ended_at)
      is distinct from (new.user_id, new.started_at, new.ended_at)
  )
  execute function private.tg_time_entries__refuse_overlap();


-- Before the row, or the foreign key would speak first. When the organization itself goes, its time
-- goes with it.
create function private.tg_projects__refuse_booked()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because time counts whoever booked it; it only ever refuses.
  if auth.uid() is not null then
    perform private.refuse_read_only(organizations)
    from public.organizations
    where organizations.id = old.organization_id;
  end if;
  if exists (
    select from public.time_entries
    where time_entries.organization_id = old.organization_id
      and time_entries.project_id = old.id
  ) then
    perform private.throw_error(
      'project_has_time', 409,
      format('Time is booked on the project %s, so it cannot be deleted.', old.key),
      hint => 'Archive it instead, or delete its time entries first.'
    );
  end if;
  return old;
end;
$$;

create trigger _300_refuse_booked
  before delete on public.projects
  for each row when (pg_trigger_depth() = 0)
  execute function private.tg_projects__refuse_booked();


/*
 * Row events. Who works when is nobody's business but the person's and of those who manage time: it
 * is told on user:<person>, and to org:<id>:money, where managers listen, unless the project is
 * private.
 */
create function private.tg_time_entries__broadcast()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because nobody may send into a private channel; it says of a row only that it changed.
  perform private.send_row_events(tg_table_name, tg_op, (
    select array_agg(
      (listeners.topic, changed.project_id, changed.id, changed.version)::private.row_event
    )
    from changed
    cross join lateral (
      select 'user:' || changed.user_id as topic
      union all
      select 'org:' || projects.organization_id || ':money'
      from public.projects
      where projects.id = changed.project_id and projects.visibility = 'organization'
    ) as listeners
  ));
  return null;
end;
$$;

create trigger _800_broadcast_insert
  after insert on public.time_entries
  referencing new table as changed
  for each statement execute function private.tg_time_entries__broadcast();

create trigger _800_broadcast_update
  after update on public.time_entries
  referencing new table as changed
  for each statement execute function private.tg_time_entries__broadcast();

create trigger _800_broadcast_delete
  after delete on public.time_entries
  referencing old table as changed
  for each statement execute function private.tg_time_entries__broadcast();

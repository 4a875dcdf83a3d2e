/*
 * pg_cron's tables and functions. What runs the jobs listens on channel `local_stack_schedules`.
 * https://github.com/citusdata/pg_cron
 *
 * A job belongs to the role that was current when it was scheduled. The functions are invoker's,
 * and a trigger holds every change of cron.job to that role: a definer function could not know its
 * caller.
 */
set local search_path = pg_catalog, pg_temp;

create schema cron;

create sequence cron.jobid_seq;
create table cron.job (
  jobid bigint primary key default nextval('cron.jobid_seq'),
  schedule text not null,
  command text not null,
  nodename text not null default 'localhost',
  nodeport integer not null default coalesce(inet_server_port(), 5432),
  database text not null default current_database(),
  username text not null default current_user,
  active boolean not null default true,
  jobname text,
  constraint jobname_username_uniq unique (jobname, username)
);

create sequence cron.runid_seq;
create table cron.job_run_details (
  jobid bigint,
  runid bigint primary key default nextval('cron.runid_seq'),
  job_pid integer,
  database text,
  username text,
  command text,
  status text,
  return_message text,
  start_time timestamptz,
  end_time timestamptz
);

alter table cron.job enable row level security;
create policy cron_job_policy on cron.job using (username = current_user);
alter table cron.job_run_details enable row level security;
create policy cron_job_run_details_policy on cron.job_run_details using (username = current_user);

/*
 * Vixie cron's fields: lists of numbers, ranges, steps and names. Returns whether `field` is one.
 */
create function cron._is_field(field text, low integer, high integer, names text[])
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_item text;
  v_parts text[];
  v_from integer;
  v_to integer;
begin
  foreach v_item in array pg_catalog.string_to_array(pg_catalog.lower(field), ',') loop
    for i in 1 .. pg_catalog.cardinality(names) loop
      v_item := pg_catalog.regexp_replace(
        v_item, '\m' || names[i] || '\M', (i - 1 + low)::text, 'g'
      );
    end loop;
    v_parts := pg_catalog.regexp_match(
      v_item, '^(?:\*|([0-9]{1,2})(?:-([0-9]{1,2}))?)(?:/([0-9]{1,2}))?$'
    );
    if v_parts is null or v_parts[3]::integer = 0 then
      return false;
    end if;
    v_from := coalesce(v_parts[1]::integer, low);
    v_to := coalesce(v_parts[2]::integer, v_from);
    -- A step needs a range: `5/10` is refused, `*/10` and `5-59/10` are not.
    if v_from < low or v_to > high or v_from > v_to
      or (v_parts[3] is not null and v_parts[1] is not null and v_parts[2] is null)
    then
      return false;
    end if;
  end loop;
  return true;
end;
$$;

create function cron._require_schedule(schedule text)
returns void
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_fields text[] := pg_catalog.regexp_split_to_array(pg_catalog.btrim(schedule, E' \t\n'), '\s+');
  v_days constant text[] := array['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
  v_months constant text[] := array[
    'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'
  ];
begin
  if schedule ~* '^\s*[1-5]?[0-9]\s*seconds?\s*$' and schedule !~ '^\s*0+\s*[sS]' then
    return;
  end if;
  if pg_catalog.btrim(schedule) = any (array[
    '@reboot', '@restart', '@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight',
    '@hourly'
  ]) then
    return;
  end if;
  if pg_catalog.cardinality(v_fields) = 5
    and cron._is_field(v_fields[1], 0, 59, '{}')
    and cron._is_field(v_fields[2], 0, 23, '{}')
    and (v_fields[3] = '$' or cron._is_field(v_fields[3], 1, 31, '{}'))
    and cron._is_field(v_fields[4], 1, 12, v_months)
    and cron._is_field(v_fields[5], 0, 7, v_days)
  then
    return;
  end if;
  raise exception 'invalid schedule: %', schedule
    using
      errcode = 'invalid_parameter_value',
      hint = 'Use cron format (e.g. 5 4 * * *), or interval format ''[1-59] seconds''';
end;
$$;

/*
 * Lets a change of cron.job through if it is the caller's own row and one of the functions below
 * makes it. The mark is no protection (anyone may set it): it refuses the plain insert that hosted
 * refuses as well.
 */
create function cron._guard_job()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  v_is_superuser constant boolean := (
    select rolsuper from pg_catalog.pg_roles where rolname = current_user
  );
begin
  if v_is_superuser then
    return coalesce(new, old);
  end if;
  if coalesce(pg_catalog.current_setting('local_stack.cron_call', true), '') <> 'on'
    or (tg_op <> 'INSERT' and old.username <> current_user)
    or (tg_op <> 'DELETE' and new.username <> current_user)
  then
    raise exception 'permission denied for table job' using errcode = 'insufficient_privilege';
  end if;
  return coalesce(new, old);
end;
$$;
create trigger cron_job_guard
  before insert or update or delete on cron.job
  for each row execute function cron._guard_job();

create function cron.job_cache_invalidate()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform pg_catalog.pg_notify('local_stack_schedules', 'cron');
  return null;
end;
$$;
comment on function cron.job_cache_invalidate() is 'invalidate job cache';
create trigger cron_job_cache_invalidate
  after insert or update or delete or truncate on cron.job
  for each statement execute function cron.job_cache_invalidate();

create function cron.schedule_in_database(
  job_name text,
  schedule text,
  command text,
  database text,
  username text default null,
  active boolean default true
)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  v_id bigint;
  v_owner constant text := coalesce(username, current_user);
begin
  if schedule is null then
    raise exception 'schedule can not be NULL';
  end if;
  if command is null then
    raise exception 'command can not be NULL';
  end if;
  perform cron._require_schedule(schedule);
  if username is not null
    and not (select rolsuper from pg_catalog.pg_roles where rolname = current_user)
  then
    raise exception 'must be superuser to create a job for another role';
  end if;
  if not exists (select from pg_catalog.pg_database where datname = database) then
    raise exception 'database "%" does not exist', database using errcode = 'invalid_catalog_name';
  end if;
  if not pg_catalog.has_database_privilege(v_owner, database, 'connect') then
    raise exception 'User % does not have CONNECT privilege on %', v_owner, database;
  end if;

  perform pg_catalog.set_config('local_stack.cron_call', 'on', true);
  insert into cron.job as job (schedule, command, database, username, active, jobname)
  values (
    schedule_in_database.schedule,
    schedule_in_database.command,
    schedule_in_database.database,
    v_owner,
    coalesce(schedule_in_database.active, true),
    job_name
  )
  on conflict on constraint jobname_username_uniq do update set
    schedule = excluded.schedule,
    command = excluded.command,
    database = excluded.database
  returning job.jobid into v_id;
  perform pg_catalog.set_config('local_stack.cron_call', 'off', true);
  return v_id;
end;
$$;
comment on function cron.schedule_in_database(text, text, text, text, text, boolean)
  is 'schedule a pg_cron job';

create function cron._schedule(job_name text, schedule text, command text)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  v_id bigint;
begin
  if schedule is null then
    raise exception 'schedule can not be NULL';
  end if;
  if command is null then
    raise exception 'command can not be NULL';
  end if;
  perform cron._require_schedule(schedule);

  perform pg_catalog.set_config('local_stack.cron_call', 'on', true);
  insert into cron.job as job (schedule, command, jobname)
  values (_schedule.schedule, _schedule.command, job_name)
  on conflict on constraint jobname_username_uniq do update set
    schedule = excluded.schedule,
    command = excluded.command,
    database = excluded.database
  returning job.jobid into v_id;
  perform pg_catalog.set_config('local_stack.cron_call', 'off', true);
  return v_id;
end;
$$;

create function cron.schedule(job_name text, schedule text, command text)
returns bigint
language plpgsql
set search_path = ''
as $$
begin
  if job_name is null then
    raise exception 'job_name can not be NULL';
  end if;
  return cron._schedule(job_name, schedule, command);
end;
$$;
comment on function cron.schedule(text, text, text) is 'schedule a pg_cron job';

create function cron.schedule(schedule text, command text)
returns bigint
language sql
strict
set search_path = ''
as $$
  select cron._schedule(null, schedule, command);
$$;
comment on function cron.schedule(text, text) is 'schedule a pg_cron job';

create function cron.unschedule(job_id bigint)
returns boolean
language plpgsql
strict
set search_path = ''
as $$
begin
  perform pg_catalog.set_config('local_stack.cron_call', 'on', true);
  delete from cron.job where jobid = job_id;
  if not found then
    raise exception 'could not find valid entry for job %', job_id;
  end if;
  perform pg_catalog.set_config('local_stack.cron_call', 'off', true);
  return true;
end;
$$;
comment on function cron.unschedule(bigint) is 'unschedule a pg_cron job';

create function cron.unschedule(job_name text)
returns boolean
language plpgsql
strict
set search_path = ''
as $$
begin
  perform pg_catalog.set_config('local_stack.cron_call', 'on', true);
  delete from cron.job where jobname = job_name and username = current_user;
  if not found then
    raise exception 'could not find valid entry for job ''%''', job_name;
  end if;
  perform pg_catalog.set_config('local_stack.cron_call', 'off', true);
  return true;
end;
$$;
comment on function cron.unschedule(text) is 'unschedule a pg_cron job';

create function cron.alter_job(
  job_id bigint,
  schedule text default null,
  command text default null,
  database text default null,
  username text default null,
  active boolean default null
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_is_superuser constant boolean := (
    select rolsuper from pg_catalog.pg_roles where rolname = current_user
  );
begin
  if job_id is null then
    raise exception 'job_id can not be NULL';
  end if;
  if username is not null and not v_is_superuser then
    raise exception 'must be superuser to alter username';
  end if;
  if pg_catalog.num_nonnulls(schedule, command, database, username, active) = 0 then
    raise exception 'no updates specified'
      using hint = 'You must specify at least one job attribute to change when calling alter_job';
  end if;
  if schedule is not null then
    perform cron._require_schedule(schedule);
  end if;
  if database is not null
    and not exists (select from pg_catalog.pg_database where datname = database)
  then
    raise exception 'database "%" does not exist', database using errcode = 'invalid_catalog_name';
  end if;

  perform pg_catalog.set_config('local_stack.cron_call', 'on', true);
  update cron.job as job
  set
    schedule = coalesce(alter_job.schedule, job.schedule),
    command = coalesce(alter_job.command, job.command),
    database = coalesce(alter_job.database, job.database),
    username = coalesce(alter_job.username, job.username),
    active = coalesce(alter_job.active, job.active)
  where job.jobid = job_id
    and (v_is_superuser or job.username = current_user);
  if not found then
    raise exception 'Job % does not exist or you don''t own it', job_id;
  end if;
  perform pg_catalog.set_config('local_stack.cron_call', 'off', true);
end;
$$;
comment on function cron.alter_job(bigint, text, text, text, text, boolean)
  is 'Alter the job identified by job_id. Any option left as NULL will not be modified.';

revoke all on function
  cron.alter_job(bigint, text, text, text, text, boolean),
  cron.schedule_in_database(text, text, text, text, text, boolean)
from public;

-- The functions are invoker's, so whoever may call them needs these; the trigger holds each to its
-- own rows.
grant select, insert, update, delete on cron.job to public;
grant usage on sequence cron.jobid_seq to public;
grant select, delete on cron.job_run_details to public;

-- What hosted gives to postgres, which alone can see into the schema.
grant usage on schema cron to postgres with grant option;
grant all on all functions in schema cron to postgres with grant option;
grant select on cron.job to postgres with grant option;
grant all on cron.job_run_details to postgres with grant option;
grant all on all sequences in schema cron to postgres with grant option;

select pg_extension_config_dump('cron.job', '');
select pg_extension_config_dump('cron.jobid_seq', '');
select pg_extension_config_dump('cron.job_run_details', '');
select pg_extension_config_dump('cron.runid_seq', '');
select pg_notify('local_stack_schedules', 'cron');

/*
 * What time is worth, and how much of a project's time is used up. Finished time counts, on the day
 * on which it began. A value is never summed across currencies, and rounded once: the exact sum of
 * each currency, half away from zero.
 */
create function private.rate_on(organization_id uuid, project_id uuid, user_id uuid, day date)
returns public.rates
language sql stable
set search_path = ''
as $$
  select rates.*
  from public.rates
  where rates.organization_id = rate_on.organization_id
    and (rates.project_id is null or rates.project_id = rate_on.project_id)
    and (rates.user_id is null or rates.user_id = rate_on.user_id)
    and rates.valid_from <= rate_on.day
  order by
    rates.project_id is not null and rates.user_id is not null desc,
    rates.project_id is not null desc,
    rates.user_id is not null desc,
    rates.valid_from desc
  limit 1;
$$;
comment on function private.rate_on(uuid, uuid, uuid, date) is
  'What an hour of a member on a project costs on a day: the most particular rate, the newest.';


create function private.time_value(
  organization_id uuid,
  from_date date,
  to_date date,
  project_id uuid
)
returns table (currency text, minutes bigint, billable_minutes bigint, amount_minor bigint)
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v_timezone text := private.organization_timezone(organization_id);
begin
  -- Elevated because whoever may know what time is worth need not see whose it is; it leaves out
  -- the projects that are hidden from the caller.
  if v_timezone is null then
    perform private.throw_error(
      'organization_not_found', 404,
      'There is no such organization, or you are not an active member of it.'
    );
  end if;
  perform private.require_permission(organization_id, 'rates.read');
  return query
  with worked as (
    select
      time_entries.project_id,
      time_entries.user_id,
      (time_entries.started_at at time zone v_timezone)::date as day,
      time_entries.is_billable,
      sum(extract(epoch from time_entries.ended_at - time_entries.started_at)) as seconds
    from public.time_entries
    where time_entries.organization_id = time_value.organization_id
      and time_entries.project_id = coalesce(time_value.project_id, time_entries.project_id)
      and time_entries.project_id <> all ((select private.hidden_project_ids())::uuid[])
      and time_entries.ended_at is not null
      and time_entries.started_at >= lower(private.day_range(from_date, v_timezone))
      and time_entries.started_at < upper(private.day_range(to_date, v_timezone))
    group by 1, 2, 3, 4
  )
  select
    rate.currency,
    round(sum(worked.seconds) / 60)::bigint,
    round(coalesce(sum(worked.seconds) filter (where worked.is_billable), 0) / 60)::bigint,
    round(
      sum(rate.amount_minor * worked.seconds) filter (where worked.is_billable) / 3600
    )::bigint
  from worked
  cross join lateral private.rate_on(
    time_value.organization_id, worked.project_id, worked.user_id, worked.day
  ) as rate
  group by rate.currency
  order by rate.currency;
end;
$$;
grant execute on function private.time_value(uuid, date, date, uuid) to authenticated;

create function public.time_value(
  organization_id uuid,
  from_date date,
  to_date date,
  project_id uuid default null
)
returns table (currency text, minutes bigint, billable_minutes bigint, amount_minor bigint)
language sql stable
set search_path = ''
as $$
  select * from private.time_value(organization_id, from_date, to_date, project_id);
$$;
comment on function public.time_value(uuid, date, date, uuid) is
  'What the time of all projects that the caller sees, or of one, is worth from one day to '
  'another, both included; a row for each currency, and one without for time that has no rate. '
  'Who holds rates.read may ask.';
grant execute on function public.time_value(uuid, date, date, uuid) to authenticated;


create type public.project_progress as (
  project_id uuid,
  minutes bigint,
  billable_minutes bigint,
  budget_minutes integer
);
comment on type public.project_progress is
  'How much time is booked on a project, and how much it may take; null is not limited.';

create function private.project_progress(project_id uuid)
returns public.project_progress
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v_project public.projects;
begin
  -- Elevated because it sums time whoever worked; it asks what the policies on projects and on
  -- others' time ask.
  select * into v_project
  from public.projects
  where projects.id = project_progress.project_id
    and projects.organization_id = any (
      (select private.organization_ids_with('projects.read'))::uuid[]
    )
    and projects.id <> all ((select private.hidden_project_ids())::uuid[]);
  if not found then
    perform private.throw_error('project_not_found', 404, 'There is no such project.');
  end if;
  perform private.require_permission(v_project.organization_id, 'time.manage');
  return (
    select (
      v_project.id,
      round(coalesce(sum(seconds), 0) / 60),
      round(coalesce(sum(seconds) filter (where is_billable), 0) / 60),
      v_project.budget_minutes
    )::public.project_progress
    from (
      select
        time_entries.is_billable,
        extract(epoch from time_entries.ended_at - time_entries.started_at) as seconds
      from public.time_entries
      where time_entries.organization_id = v_project.organization_id
        and time_entries.project_id = v_project.id
        and time_entries.ended_at is not null
    ) as booked
  );
end;
$$;
grant execute on function private.project_progress(uuid) to authenticated;

create function public.project_progress(project_id uuid)
returns public.project_progress
language sql stable
set search_path = ''
as $$
  select private.project_progress(project_id);
$$;
comment on function public.project_progress(uuid) is
  'Time booked on a project against its budget. Who sees the project and holds time.manage may.';
grant execute on function public.project_progress(uuid) to authenticated;

/*
 * The timesheet: a person's week, per day and project. A day begins at midnight in the
 * organization's time zone, so that all of its people have the same days, and lasts 23 or 25 hours
 * when the clocks change. Work across midnight counts on both days. Row-level security decides
 * whose time one sees.
 */
create function private.organization_timezone(organization_id uuid)
returns text
language plpgsql stable security definer
set search_path = ''
as $$
begin
  -- Elevated because a role need not be able to read its organization; members only.
  return (
    select organizations.timezone
    from public.organizations
    where organizations.id = organization_timezone.organization_id
      and organizations.id = any (private.member_organization_ids())
  );
end;
$$;
comment on function private.organization_timezone(uuid) is
  'Where the days of an organization begin; null for who is not in it.';
grant execute on function private.organization_timezone(uuid) to authenticated;


create function private.day_range(day date, timezone text)
returns tstzrange
language sql stable
set search_path = ''
as $$
  select tstzrange(
    day::timestamp at time zone timezone,
    (day + 1)::timestamp at time zone timezone
  );
$$;
comment on function private.day_range(date, text) is
  'From midnight to midnight in a time zone, however many hours that is.';
grant execute on function private.day_range(date, text) to authenticated;


create function private.timesheet(
  organization_id uuid,
  user_id uuid,
  week_start date,
  as_of timestamptz
)
returns table (day date, project_id uuid, seconds bigint, billable_seconds bigint)
language plpgsql stable
set search_path = ''
as $$
declare
  v_timezone text := private.organization_timezone(organization_id);
  v_first date := coalesce(week_start, date_trunc('week', as_of at time zone v_timezone)::date);
  v_week tstzrange := tstzrange(
    lower(private.day_range(v_first, v_timezone)),
    upper(private.day_range(v_first + 6, v_timezone))
  );
begin
  return query
  with entries as (
    select
      time_entries.project_id,
      time_entries.is_billable,
      tstzrange(
        time_entries.started_at,
        -- As long as the timer would get if it stopped now.
        coalesce(
          time_entries.ended_at,
          greatest(
            time_entries.started_at,
            least(as_of, time_entries.started_at + interval '24 hours')
          )
        )
      ) as worked
    from public.time_entries
    where time_entries.organization_id = timesheet.organization_id
      and time_entries.user_id = coalesce(timesheet.user_id, auth.uid())
      and time_entries.started_at < upper(v_week)
      -- None lasts longer.
      and time_entries.started_at > lower(v_week) - interval '24 hours'
  ),
  days as (
    select
      v_first + n as day,
      private.day_range(v_first + n, v_timezone) as hours
    from generate_series(0, 6) as n
  ),
  parts as (
    select
      days.day,
      entries.project_id,
      entries.is_billable,
      extract(epoch from upper(entries.worked * days.hours) - lower(entries.worked * days.hours))
        as seconds
    from days
    join entries on entries.worked && days.hours
  )
  select
    parts.day,
    parts.project_id,
    round(sum(parts.seconds))::bigint,
    round(coalesce(sum(parts.seconds) filter (where parts.is_billable), 0))::bigint
  from parts
  group by parts.day, parts.project_id
  order by parts.day, parts.project_id;
end;
$$;
grant execute on function private.timesheet(uuid, uuid, date, timestamptz) to authenticated;

create function public.timesheet(
  organization_id uuid,
  user_id uuid default null,
  week_start date default null,
  as_of timestamptz default now()
)
returns table (day date, project_id uuid, seconds bigint, billable_seconds bigint)
language sql stable
set search_path = ''
as $$
  select * from private.timesheet(organization_id, user_id, week_start, as_of);
$$;
comment on function public.timesheet(uuid, uuid, date, timestamptz) is
  'What somebody (null: the caller) booked on each of seven days (null: from this week''s Monday) '
  'and project, in seconds, a running timer as of now; days of the organization''s time zone. '
  'One''s own, or anybody''s for who holds time.manage.';
grant execute on function public.timesheet(uuid, uuid, date, timestamptz) to authenticated;

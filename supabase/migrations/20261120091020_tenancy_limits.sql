/*
 * Limits: how much of its plan an organization uses, and no more than that. Judged after the
 * statement, whoever writes: new rows are refused, and nothing is ever taken away. Archived rows
 * and suspended members count, pending invitations do not.
 */
create function private.plan_limit(organization_id uuid, resource text)
returns integer
language sql stable
set search_path = ''
as $$
  select case resource
    when 'projects' then plans.max_projects
    when 'tasks' then plans.max_tasks
    when 'members' then plans.max_members
  end
  from public.organizations
  join public.plans on plans.key = organizations.plan
  where organizations.id = plan_limit.organization_id;
$$;
comment on function private.plan_limit(uuid, text) is
  'How many projects, tasks or members an organization may have; null is no limit.';


-- Stops counting behind the limit, so that a large organization on a small plan pays no more than a
-- small one.
create function private.count_up_to(organization_id uuid, resource text, enough integer)
returns bigint
language plpgsql stable
set search_path = ''
as $$
begin
  return case resource
    when 'projects' then (
      select count(*) from (
        select from public.projects
        where projects.organization_id = count_up_to.organization_id
        limit enough
      ) as counted
    )
    when 'tasks' then (
      select count(*) from (
        select from public.tasks
        where tasks.organization_id = count_up_to.organization_id
        limit enough
      ) as counted
    )
    when 'members' then (
      select count(*) from (
        select from public.memberships
        where memberships.organization_id = count_up_to.organization_id
        limit enough
      ) as counted
    )
  end;
end;
$$;
comment on function private.count_up_to(uuid, text, integer) is
  'How many of a resource an organization has, or enough if there are more (null: all).';


/*
 * A hundred may insert at the same instant, and none sees what the others have not committed. So
 * whoever has a limit waits for the one before to commit, and then counts. Without a limit nobody
 * waits.
 */
create function private.tg_any__refuse_over_limit()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_resource text := case tg_table_name when 'memberships' then 'members' else tg_table_name end;
  v_added record;
  v_limit integer;
begin
  -- Elevated because the count must not depend on what the caller may see; it only ever refuses.
  for v_added in
    select organization_id, count(*) as rows from added group by organization_id order by 1
  loop
    v_limit := private.plan_limit(v_added.organization_id, v_resource);
    continue when v_limit is null;
    perform pg_advisory_xact_lock(
      hashtextextended('plan.' || v_resource || ':' || v_added.organization_id, 0)
    );
    if private.count_up_to(v_added.organization_id, v_resource, v_limit + 1) > v_limit then
      perform private.throw_error(
        'plan_limit_reached', 402,
        format('This organization''s plan allows no more than %s %s.', v_limit, v_resource),
        details => json_build_object(
          'resource', v_resource,
          'limit', v_limit,
          'usage', private.count_up_to(v_added.organization_id, v_resource, null) - v_added.rows
        )::text,
        hint => 'An owner can ask for a larger plan; or delete what is no longer needed.'
      );
    end if;
  end loop;
  return null;
end;
$$;
comment on function private.tg_any__refuse_over_limit() is
  'Refuses rows beyond what the organization''s plan allows; the trigger names them "added".';


create trigger _100_refuse_over_limit
  after insert on public.projects
  referencing new table as added
  for each statement execute function private.tg_any__refuse_over_limit();

create trigger _100_refuse_over_limit
  after insert on public.tasks
  referencing new table as added
  for each statement execute function private.tg_any__refuse_over_limit();

create trigger _100_refuse_over_limit
  after insert on public.memberships
  referencing new table as added
  for each statement execute function private.tg_any__refuse_over_limit();


create type public.organization_usage as (
  plan text,
  projects bigint,
  max_projects integer,
  tasks bigint,
  max_tasks integer,
  members bigint,
  max_members integer
);
comment on type public.organization_usage is
  'What an organization has, and what its plan allows; null is no limit.';

create function private.organization_usage(organization_id uuid)
returns public.organization_usage
language plpgsql stable security definer
set search_path = ''
as $$
begin
  -- Elevated because it counts rows that the caller may not see; it tells members their number.
  if organization_id <> all (private.organization_ids_with('organization.read'))
    or organization_id is null
  then
    perform private.throw_error(
      'organization_not_found', 404,
      'There is no such organization, or you are not an active member of it.'
    );
  end if;
  return (
    select (
      organizations.plan,
      private.count_up_to(organizations.id, 'projects', null),
      plans.max_projects,
      private.count_up_to(organizations.id, 'tasks', null),
      plans.max_tasks,
      private.count_up_to(organizations.id, 'members', null),
      plans.max_members
    )::public.organization_usage
    from public.organizations
    join public.plans on plans.key = organizations.plan
    where organizations.id = organization_usage.organization_id
  );
end;
$$;
grant execute on function private.organization_usage(uuid) to authenticated;

create function public.organization_usage(organization_id uuid)
returns public.organization_usage
language sql stable
set search_path = ''
as $$
  select private.organization_usage(organization_id);
$$;
comment on function public.organization_usage(uuid) is
  'How much of its plan an organization uses. Who holds organization.read may ask.';
grant execute on function public.organization_usage(uuid) to authenticated;

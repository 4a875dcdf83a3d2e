/*
 * Operators: those who run FlowDesk itself. The secret key always acts as one; an account can be
 * made one, and then does the same signed in, under its own name. They create organizations, set
 * plans, suspend and bring back, and see what that takes: not the business inside.
 */
create table private.operators (
  user_id uuid primary key references auth.users on delete cascade,
  created_at timestamptz not null default now()
);
comment on table private.operators is 'Accounts that act as operators when they are signed in.';

create type public.tenant as (
  id uuid,
  name text,
  slug text,
  plan text,
  requested_plan text,
  is_active boolean,
  delete_after timestamptz,
  owners text[],
  members bigint,
  primary_hostname text,
  created_at timestamptz
);
comment on type public.tenant is 'An organization as operators see it.';


create function private.require_operator()
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if auth.role() is distinct from 'service_role'
    and (
      not exists (select from private.operators where operators.user_id = auth.uid())
      or coalesce(private.owes_second_factor(), false)
    )
  then
    perform private.throw_error(
      'operator_required', 403, 'Only operators of FlowDesk can do this.'
    );
  end if;
end;
$$;


create function private.account_with(email text)
returns uuid
language plpgsql stable
set search_path = ''
as $$
declare
  v_id uuid;
begin
  select users.id into v_id
  from auth.users
  where users.email = lower(btrim(account_with.email)) and users.deleted_at is null;
  if not found then
    perform private.throw_error(
      'account_not_found', 404, format('Nobody has an account with the address %s.', email)
    );
  end if;
  return v_id;
end;
$$;


create function private.list_tenants()
returns setof public.tenant
language plpgsql stable security definer
set search_path = ''
as $$
begin
  -- Elevated because operators belong to no organization; only they get through.
  perform private.require_operator();
  return query
  select
    organizations.id,
    organizations.name,
    organizations.slug,
    organizations.plan,
    plan_requests.plan,
    organizations.is_active,
    organizations.delete_after,
    array(
      select users.email::text
      from public.memberships
      join auth.users on users.id = memberships.user_id
      where memberships.organization_id = organizations.id
        and memberships.role = 'owner'
        and memberships.is_active
      order by memberships.joined_at, memberships.user_id
    ),
    (
      select count(*) from public.memberships
      where memberships.organization_id = organizations.id
    ),
    organization_domains.hostname,
    organizations.created_at
  from public.organizations
  left join public.plan_requests
    on plan_requests.organization_id = organizations.id and plan_requests.status = 'open'
  left join public.organization_domains
    on organization_domains.organization_id = organizations.id
    and organization_domains.is_primary
  order by organizations.created_at, organizations.id;
end;
$$;
grant execute on function private.list_tenants() to authenticated, service_role;

create function public.list_tenants()
returns setof public.tenant
language sql stable
set search_path = ''
as $$
  select * from private.list_tenants();
$$;
comment on function public.list_tenants() is
  'Every organization with plan, owners and wishes, oldest first. Operators may.';
grant execute on function public.list_tenants() to authenticated, service_role;


create function private.tenant_of(id uuid)
returns public.tenant
language sql stable
set search_path = ''
as $$
  select tenants from private.list_tenants() as tenants where tenants.id = tenant_of.id;
$$;


create function private.add_tenant_domain(organization_id uuid, hostname text)
returns public.organization_domains
language plpgsql security definer
set search_path = ''
as $$
declare
  v_domain public.organization_domains;
begin
  -- Elevated because nobody may write verified_at; only operators get through, whose word counts
  -- as much as DNS.
  perform private.require_operator();
  insert into public.organization_domains (organization_id, hostname, verified_at)
  values (add_tenant_domain.organization_id, add_tenant_domain.hostname, now())
  on conflict on constraint organization_domains_organization_id_hostname_key
    do update set verified_at = coalesce(organization_domains.verified_at, now())
  returning * into v_domain;
  return v_domain;
exception
  when unique_violation then
    perform private.throw_hostname_taken(hostname);
end;
$$;
grant execute on function private.add_tenant_domain(uuid, text) to authenticated, service_role;

create function public.add_tenant_domain(organization_id uuid, hostname text)
returns public.organization_domains
language sql volatile
set search_path = ''
as $$
  select private.add_tenant_domain(organization_id, hostname);
$$;
comment on function public.add_tenant_domain(uuid, text) is
  'Gives an organization a hostname without asking DNS; again changes nothing. Operators may.';
grant execute on function public.add_tenant_domain(uuid, text) to authenticated, service_role;


create function private.create_tenant(
  name text,
  slug text,
  owner_email text,
  hostname text,
  plan text
)
returns public.tenant
language plpgsql security definer
set search_path = ''
as $$
declare
  v_owner_id uuid;
  v_organization public.organizations;
begin
  -- Elevated because nobody may insert organizations or memberships; only operators get through.
  perform private.require_operator();
  v_owner_id := private.account_with(owner_email);
  -- Said again, it finds what it made.
  select organizations.* into v_organization
  from public.organizations
  join public.memberships on memberships.organization_id = organizations.id
  where organizations.slug = private.slugify(create_tenant.slug)
    and memberships.user_id = v_owner_id
    and memberships.role = 'owner';
  if not found then
    v_organization := private.found_organization(v_owner_id, name, slug);
    if plan is not null then
      perform private.set_plan(v_organization.id, plan);
    end if;
  end if;
  if hostname is not null then
    perform private.add_tenant_domain(v_organization.id, hostname);
  end if;
  return private.tenant_of(v_organization.id);
end;
$$;
grant execute on function private.create_tenant(text, text, text, text, text)
  to authenticated, service_role;

create function public.create_tenant(
  name text,
  slug text,
  owner_email text,
  hostname text default null,
  plan text default null
)
returns public.tenant
language sql volatile
set search_path = ''
as $$
  select private.create_tenant(name, slug, owner_email, hostname, plan);
$$;
comment on function public.create_tenant(text, text, text, text, text) is
  'Founds an organization for somebody with an account; again changes nothing. Operators may.';
grant execute on function public.create_tenant(text, text, text, text, text)
  to authenticated, service_role;

/*
 * Roles and memberships: who may do what, in which organization. Each organization has its own copy
 * of the five built-in roles. A person is a member of many organizations with one role each, read
 * live by every policy, so a change counts from the next request. An organization always keeps one
 * active owner.
 */
create table public.roles (
  organization_id uuid not null references public.organizations on delete cascade,
  key text not null,
  name text not null,
  position smallint not null default 100,
  is_builtin boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (organization_id, key),
  constraint roles_key_is_an_identifier check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  constraint roles_name_is_printable
    check (name <> '' and private.is_line(name, 60))
);

create table public.role_permissions (
  organization_id uuid not null,
  role text not null,
  permission text not null references public.permissions,
  created_at timestamptz not null default now(),
  primary key (organization_id, role, permission),
  foreign key (organization_id, role)
    references public.roles (organization_id, key) on delete cascade
);
create index role_permissions_permission_idx on public.role_permissions (permission);

create table public.memberships (
  organization_id uuid not null references public.organizations on delete cascade,
  user_id uuid not null references public.profiles,
  role text not null,
  is_active boolean not null default true,
  joined_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (organization_id, user_id),
  foreign key (organization_id, role) references public.roles (organization_id, key)
);
create index memberships_user_id_idx on public.memberships (user_id);
create index memberships_organization_id_role_idx on public.memberships (organization_id, role);
create index memberships_organization_id_is_active_idx
  on public.memberships (organization_id, is_active);
create index memberships_organization_id_joined_at_user_id_idx
  on public.memberships (organization_id, joined_at, user_id);

-- Everybody who ever was a member: their names stay readable where their work stays.
create table private.organization_people (
  organization_id uuid not null references public.organizations on delete cascade,
  user_id uuid not null references public.profiles,
  primary key (organization_id, user_id)
);
create index organization_people_user_id_idx on private.organization_people (user_id);
comment on table private.organization_people is
  'Everybody who is or ever was a member of an organization.';

create view private.granted_permissions as
  select memberships.organization_id, role_permissions.permission
  from public.memberships
  join public.role_permissions
    on role_permissions.organization_id = memberships.organization_id
    and role_permissions.role = memberships.role
  where memberships.user_id = (select auth.uid())
    and memberships.is_active;
comment on view private.granted_permissions is
  'What the caller holds where; the one place that may narrow it. Read by definer functions only.';


create function private.tg_organizations__create_builtin_roles()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because nobody may write built-in roles; it only fills the organization it fires for.
  insert into public.roles (organization_id, key, name, position, is_builtin)
  values
    (new.id, 'owner', 'Owner', 1, true),
    (new.id, 'admin', 'Admin', 2, true),
    (new.id, 'manager', 'Manager', 3, true),
    (new.id, 'member', 'Member', 4, true),
    (new.id, 'viewer', 'Viewer', 5, true);

  insert into public.role_permissions (organization_id, role, permission)
  select new.id, role, permissions.key
  from public.permissions, unnest(array_append(permissions.default_roles, 'owner')) as role;
  return null;
end;
$$;

create trigger _500_create_builtin_roles
  after insert on public.organizations
  for each row execute function private.tg_organizations__create_builtin_roles();


create function private.tg_memberships__remember_person()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because the list of past members is nobody's to write; it copies the membership it
  -- fires for.
  insert into private.organization_people (organization_id, user_id)
  values (new.organization_id, new.user_id)
  on conflict do nothing;
  return null;
end;
$$;

create trigger _500_remember_person
  after insert on public.memberships
  for each row execute function private.tg_memberships__remember_person();


/*
 * Two owners may demote each other at the same instant, and neither sees what the other has not
 * committed. Both have to lock the organization first; the second waits, then looks again and finds
 * nobody left.
 */
create function private.tg_memberships__keep_an_owner()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because the lock and the count must not depend on what the caller may see; it only
  -- ever refuses.
  perform from public.organizations where organizations.id = old.organization_id for no key update;
  if not found then
    return null; -- the organization itself is going, and its memberships with it
  end if;

  if not exists (
    select from public.memberships
    where memberships.organization_id = old.organization_id
      and memberships.role = 'owner'
      and memberships.is_active
  ) then
    perform private.throw_error(
      'last_owner', 409,
      'An organization always keeps at least one active owner.',
      hint => 'Make another member an owner first, or delete the organization.'
    );
  end if;
  return null;
end;
$$;

create trigger _100_keep_an_owner_on_update
  after update on public.memberships
  for each row
  when (old.role = 'owner' and old.is_active and not (new.role = 'owner' and new.is_active))
  execute function private.tg_memberships__keep_an_owner();

create trigger _100_keep_an_owner_on_delete
  after delete on public.memberships
  for each row
  when (old.role = 'owner' and old.is_active)
  execute function private.tg_memberships__keep_an_owner();


create function private.tg_profiles__end_memberships()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because an account ends on the auth server, which has no rights here; it reaches that
  -- person's rows only.
  delete from public.memberships where memberships.user_id = new.id;
  return null;
end;
$$;

create trigger _500_end_memberships
  after update on public.profiles
  for each row
  when (old.account_id is not null and new.account_id is null)
  execute function private.tg_profiles__end_memberships();

create trigger _200_refuse_suspended
  after insert or update or delete on public.roles
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _200_refuse_suspended
  after insert or update or delete on public.role_permissions
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _200_refuse_suspended
  after insert or update or delete on public.memberships
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _900_count_change
  before update on public.roles
  for each row execute function private.tg_any__count_change();

create trigger _900_count_change
  before update on public.memberships
  for each row execute function private.tg_any__count_change();


alter table public.roles enable row level security;
alter table public.role_permissions enable row level security;
alter table public.memberships enable row level security;

create policy select_reader on public.roles for select to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('organization.read'))::uuid[])
  );

create policy select_reader on public.role_permissions for select to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('organization.read'))::uuid[])
  );

create policy select_reader on public.memberships for select to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('organization.read'))::uuid[])
  );
-- No insert, update or delete on all three: who may give what to whom needs more than one row to
-- judge.

grant select on public.roles, public.role_permissions, public.memberships to authenticated;
grant select, insert, update, delete on public.roles, public.role_permissions, public.memberships
  to service_role;

comment on table public.roles is 'A named set of permissions inside one organization.';
comment on column public.roles.key is
  'Stable name; built-in: owner, admin, manager, member, viewer.';
comment on column public.roles.name is
  'What people see; an organization may call its members "Employees".';
comment on column public.roles.position is 'Order in lists, most powerful first.';
comment on column public.roles.is_builtin is
  'Whether the organization was born with it; such a role is never removed.';
comment on column public.roles.version is
  'Grows with each change; an update names the version it read.';
comment on table public.role_permissions is 'One permission held by one role.';
comment on column public.role_permissions.role is 'Key of the role in the same organization.';
comment on table public.memberships is 'A person in an organization, with a role.';
comment on column public.memberships.role is 'Key of the role in the same organization.';
comment on column public.memberships.is_active is
  'False while suspended: the person sees nothing of the organization.';
comment on column public.memberships.version is
  'Grows with each change; an update names the version it read.';

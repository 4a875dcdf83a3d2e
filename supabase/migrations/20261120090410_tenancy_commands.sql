/*
 * Commands: how every function begins that changes an organization's people, roles or invitations.
 * Who is not an active member hears that there is no such organization. Who is, waits until nobody
 * else changes its people, and is then judged by what they hold at that moment. Nobody gives, takes
 * or touches what they do not hold themselves.
 *
 * None of these is granted to anybody: commands are elevated and call them as the owner.
 */
create function private.held_permissions(organization_id uuid)
returns text[]
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(array_agg(granted.permission), '{}')
    from private.granted_permissions as granted
    where granted.organization_id = held_permissions.organization_id
  );
end;
$$;
comment on function private.held_permissions(uuid) is
  'What the caller holds in an organization, write permissions of an inactive one included.';


-- A lock on the organization keeps its people apart: two owners who demote each other, or somebody
-- who gives away what is being taken from them, come one after the other.
create function private.lock_organization(organization_id uuid)
returns public.organizations
language plpgsql
set search_path = ''
as $$
declare
  v_organization public.organizations;
begin
  if not exists (
    select from public.memberships
    where memberships.organization_id = lock_organization.organization_id
      and memberships.user_id = auth.uid()
      and memberships.is_active
      -- Leaving asks for no permission; a stolen password alone must not do it either.
      and not coalesce(private.owes_second_factor(), false)
  ) then
    perform private.throw_error(
      'organization_not_found', 404,
      'There is no such organization, or you are not an active member of it.'
    );
  end if;
  select * into v_organization
  from public.organizations
  where organizations.id = lock_organization.organization_id
  for no key update;
  return v_organization;
end;
$$;
comment on function private.lock_organization(uuid) is
  'The caller''s organization, its people held still until the end of the transaction.';


create function private.require_permission(organization_id uuid, permission text)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if permission <> all (private.held_permissions(organization_id)) then
    perform private.throw_error(
      'permission_missing', 403,
      'Your role in this organization does not allow this.',
      details => permission,
      hint => 'Ask somebody who manages roles and members.'
    );
  end if;
end;
$$;
comment on function private.require_permission(uuid, text) is
  'Refuses a member whose role lacks the permission.';


create function private.enter_organization(organization_id uuid, permission text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform private.refuse_read_only(private.lock_organization(organization_id));
  perform private.require_permission(organization_id, permission);
end;
$$;
comment on function private.enter_organization(uuid, text) is
  'Begins a command: locks the organization, and refuses who may not.';


create function private.refuse_unheld(organization_id uuid, permissions text[])
returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_unheld text[] := array(
    select unnest(permissions)
    except
    select unnest(private.held_permissions(organization_id))
    order by 1
  );
begin
  if v_unheld <> '{}' then
    perform private.throw_error(
      'permission_not_held', 403,
      'Nobody can give, take or manage what they do not hold themselves.',
      details => array_to_string(v_unheld, ', ')
    );
  end if;
end;
$$;
comment on function private.refuse_unheld(uuid, text[]) is
  'Refuses a caller who does not hold all of the permissions.';


create function private.permissions_of(organization_id uuid, role text)
returns text[]
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select coalesce(array_agg(role_permissions.permission), '{}')
    from public.role_permissions
    where role_permissions.organization_id = permissions_of.organization_id
      and role_permissions.role = permissions_of.role
  );
end;
$$;
comment on function private.permissions_of(uuid, text) is 'What a role of an organization holds.';


create function private.take_role(organization_id uuid, role text)
returns public.roles
language plpgsql stable
set search_path = ''
as $$
declare
  v_role public.roles;
begin
  select * into v_role
  from public.roles
  where roles.organization_id = take_role.organization_id and roles.key = take_role.role;
  if not found then
    perform private.throw_error(
      'role_not_found', 404, 'There is no such role in this organization.'
    );
  end if;
  perform private.refuse_unheld(
    organization_id, private.permissions_of(organization_id, role)
  );
  return v_role;
end;
$$;
comment on function private.take_role(uuid, text) is
  'A role that the caller may give, take and manage, because they hold all that it does.';


create function private.refuse_stale(version integer, current_version integer)
returns void
language plpgsql immutable
set search_path = ''
as $$
begin
  -- Null: the caller does not care.
  if version <> current_version then
    perform private.throw_error(
      'version_conflict', 409,
      'Somebody else has changed this in the meantime.',
      hint => 'Read it again, then decide.'
    );
  end if;
end;
$$;
comment on function private.refuse_stale(integer, integer) is
  'Refuses a change to something that is no longer what the caller read.';

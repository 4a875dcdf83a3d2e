/*
 * Roles of an organization's own: making, renaming, filling and removing them. Who holds
 * roles.manage may, as far as they hold themselves what they give or take. What the owner's role
 * holds is fixed, and the built-in roles stay.
 */

-- Two roles that look alike cannot be told apart in a list.
create unique index roles_organization_id_lower_name_idx
  on public.roles (organization_id, lower(name));


create function private.role_key_from(organization_id uuid, name text)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_base text := replace(private.slugify(name, 'role'), '-', '_');
  v_key text;
  v_number integer := 1;
begin
  if v_base !~ '^[a-z]' then
    v_base := 'role_' || v_base;
  end if;
  v_base := rtrim(left(v_base, 36), '_');
  v_key := v_base;
  while exists (
    select from public.roles
    where roles.organization_id = role_key_from.organization_id and roles.key = v_key
  ) loop
    v_number := v_number + 1;
    v_key := v_base || '_' || v_number;
  end loop;
  return v_key;
end;
$$;
comment on function private.role_key_from(uuid, text) is
  'A free key that reminds of the name: "Book-keeper" gives book_keeper.';


create function private.refuse_unknown_permissions(permissions text[])
returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_unknown text;
begin
  select string_agg(coalesce(wanted.key, 'null'), ', ') into v_unknown
  from unnest(refuse_unknown_permissions.permissions) as wanted (key)
  where not exists (select from public.permissions where permissions.key = wanted.key);
  if v_unknown is not null or permissions is null then
    perform private.throw_error(
      'permission_unknown', 422, 'There is no such permission.',
      details => v_unknown,
      hint => 'The table permissions lists them all.'
    );
  end if;
end;
$$;


create function private.create_role(organization_id uuid, name text, permissions text[])
returns public.roles
language plpgsql security definer
set search_path = ''
as $$
declare
  v_role public.roles;
begin
  -- Elevated because nobody may write roles; the new one holds nothing that the caller does not.
  perform private.enter_organization(organization_id, 'roles.manage');
  perform private.refuse_unknown_permissions(permissions);
  perform private.refuse_unheld(organization_id, permissions);
  insert into public.roles (organization_id, key, name)
  values (
    create_role.organization_id,
    private.role_key_from(create_role.organization_id, create_role.name),
    btrim(create_role.name)
  )
  returning * into v_role;
  insert into public.role_permissions (organization_id, role, permission)
  select distinct v_role.organization_id, v_role.key, unnest(create_role.permissions);
  return v_role;
end;
$$;
grant execute on function private.create_role(uuid, text, text[]) to authenticated;

create function public.create_role(
  organization_id uuid,
  name text,
  permissions text[] default '{}'
)
returns public.roles
language sql volatile
set search_path = ''
as $$
  select private.create_role(organization_id, name, permissions);
$$;
comment on function public.create_role(uuid, text, text[]) is
  'Adds a role. Who holds roles.manage and all of the permissions may.';
grant execute on function public.create_role(uuid, text, text[]) to authenticated;


create function private.update_role(
  organization_id uuid,
  role text,
  name text,
  version integer
)
returns public.roles
language plpgsql security definer
set search_path = ''
as $$
declare
  v_role public.roles;
begin
  -- Elevated because nobody may write roles; it renames only what the caller holds.
  perform private.enter_organization(organization_id, 'roles.manage');
  v_role := private.take_role(organization_id, role);
  perform private.refuse_stale(version, v_role.version);
  update public.roles
  set name = btrim(update_role.name)
  where roles.organization_id = update_role.organization_id and roles.key = update_role.role
  returning * into v_role;
  return v_role;
end;
$$;
grant execute on function private.update_role(uuid, text, text, integer) to authenticated;

create function public.update_role(
  organization_id uuid,
  role text,
  name text,
  version integer default null
)
returns public.roles
language sql volatile
set search_path = ''
as $$
  select private.update_role(organization_id, role, name, version);
$$;
comment on function public.update_role(uuid, text, text, integer) is
  'Renames a role, a built-in one too. Who holds roles.manage and all that the role does may.';
grant execute on function public.update_role(uuid, text, text, integer) to authenticated;


create function private.set_role_permissions(
  organization_id uuid,
  role text,
  permissions text[],
  version integer
)
returns public.roles
language plpgsql security definer
set search_path = ''
as $$
declare
  v_held text[];
  v_role public.roles;
begin
  -- Elevated because nobody may write role_permissions; it adds and takes away only what the
  -- caller holds.
  perform private.enter_organization(organization_id, 'roles.manage');
  select * into v_role
  from public.roles
  where roles.organization_id = set_role_permissions.organization_id
    and roles.key = set_role_permissions.role;
  if not found then
    perform private.throw_error(
      'role_not_found', 404, 'There is no such role in this organization.'
    );
  end if;
  if v_role.key = 'owner' then
    perform private.throw_error(
      'owner_role_fixed', 403, 'An owner holds every permission; this cannot be changed.'
    );
  end if;
  perform private.refuse_unknown_permissions(permissions);
  perform private.refuse_stale(version, v_role.version);

  v_held := private.permissions_of(organization_id, role);
  perform private.refuse_unheld(organization_id, array(
    (select unnest(permissions) except select unnest(v_held))
    union
    (select unnest(v_held) except select unnest(permissions))
  ));
  delete from public.role_permissions
  where role_permissions.organization_id = set_role_permissions.organization_id
    and role_permissions.role = set_role_permissions.role
    and role_permissions.permission <> all (set_role_permissions.permissions);
  insert into public.role_permissions (organization_id, role, permission)
  select set_role_permissions.organization_id, set_role_permissions.role, added.permission
  from (select unnest(permissions) except select unnest(v_held)) as added (permission);
  -- Counts the change and tells of it.
  update public.roles
  set updated_at = now()
  where roles.organization_id = set_role_permissions.organization_id
    and roles.key = set_role_permissions.role
  returning * into v_role;
  return v_role;
end;
$$;
grant execute on function private.set_role_permissions(uuid, text, text[], integer)
  to authenticated;

create function public.set_role_permissions(
  organization_id uuid,
  role text,
  permissions text[],
  version integer default null
)
returns public.roles
language sql volatile
set search_path = ''
as $$
  select private.set_role_permissions(organization_id, role, permissions, version);
$$;
comment on function public.set_role_permissions(uuid, text, text[], integer) is
  'Says what a role holds from now on. Who holds roles.manage and all that is added or taken may; '
  'the owner''s role is fixed.';
grant execute on function public.set_role_permissions(uuid, text, text[], integer)
  to authenticated;


create function private.delete_role(organization_id uuid, role text, reassign_to text)
returns void
language plpgsql security definer
set search_path = ''
as $$
declare
  v_members integer;
  v_invitations integer;
begin
  -- Elevated because nobody may write roles; it removes only what the caller holds, and people move
  -- to a role that the caller holds as well.
  perform private.enter_organization(organization_id, 'roles.manage');
  if (private.take_role(organization_id, role)).is_builtin then
    perform private.throw_error(
      'role_builtin', 409, 'A built-in role cannot be removed.',
      hint => 'Rename it, or change what it holds.'
    );
  end if;

  select count(*) into v_members
  from public.memberships
  where memberships.organization_id = delete_role.organization_id
    and memberships.role = delete_role.role;
  select count(*) into v_invitations
  from public.invitations
  where invitations.organization_id = delete_role.organization_id
    and invitations.role = delete_role.role
    and invitations.status = 'pending';
  if v_members + v_invitations > 0 then
    if reassign_to is null or reassign_to = role then
      perform private.throw_error(
        'role_in_use', 409, 'People have this role, or are invited to it.',
        details => format('Members: %s, pending invitations: %s.', v_members, v_invitations),
        hint => 'Name the role that they get instead.'
      );
    end if;
    perform private.require_permission(organization_id, 'members.manage');
    perform private.take_role(organization_id, reassign_to);
    update public.memberships
    set role = delete_role.reassign_to
    where memberships.organization_id = delete_role.organization_id
      and memberships.role = delete_role.role;
    update public.invitations
    set role = delete_role.reassign_to
    where invitations.organization_id = delete_role.organization_id
      and invitations.role = delete_role.role
      and invitations.status = 'pending';
  end if;
  delete from public.roles
  where roles.organization_id = delete_role.organization_id and roles.key = delete_role.role;
end;
$$;
grant execute on function private.delete_role(uuid, text, text) to authenticated;

create function public.delete_role(organization_id uuid, role text, reassign_to text default null)
returns void
language sql volatile
set search_path = ''
as $$
  select private.delete_role(organization_id, role, reassign_to);
$$;
comment on function public.delete_role(uuid, text, text) is
  'Removes a role of the organization''s own; whoever has it gets the one named. Who holds '
  'roles.manage and all of both roles may, with members.manage if anybody has it.';
grant execute on function public.delete_role(uuid, text, text) to authenticated;

/*
 * Members: changing the roles of people, suspending, removing and bringing them back, leaving, and
 * handing an organization over. members.manage does it to everybody whose role it holds itself,
 * whoever holds organization.delete hands over. The last active owner stays, whatever is tried.
 */
create function private.take_member(organization_id uuid, user_id uuid)
returns public.memberships
language plpgsql stable
set search_path = ''
as $$
declare
  v_membership public.memberships;
begin
  select * into v_membership
  from public.memberships
  where memberships.organization_id = take_member.organization_id
    and memberships.user_id = take_member.user_id;
  if not found then
    perform private.throw_error(
      'member_not_found', 404, 'There is no such member in this organization.'
    );
  end if;
  perform private.take_role(organization_id, v_membership.role);
  return v_membership;
end;
$$;
comment on function private.take_member(uuid, uuid) is
  'A member whom the caller may manage, because they hold all that the member does.';


create function private.refuse_oneself(user_id uuid)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if user_id = auth.uid() then
    perform private.throw_error(
      'member_is_oneself', 409, 'Nobody can suspend or remove themselves.',
      hint => 'Leave the organization instead.'
    );
  end if;
end;
$$;


create function private.change_member_role(organization_id uuid, user_id uuid, role text)
returns public.memberships
language plpgsql security definer
set search_path = ''
as $$
declare
  v_membership public.memberships;
begin
  -- Elevated because nobody may write memberships; it takes and gives only roles that the caller
  -- holds.
  perform private.enter_organization(organization_id, 'members.manage');
  perform private.take_member(organization_id, user_id);
  perform private.take_role(organization_id, role);
  update public.memberships
  set role = change_member_role.role
  where memberships.organization_id = change_member_role.organization_id
    and memberships.user_id = change_member_role.user_id
  returning * into v_membership;
  return v_membership;
end;
$$;
grant execute on function private.change_member_role(uuid, uuid, text) to authenticated;

create function public.change_member_role(organization_id uuid, user_id uuid, role text)
returns public.memberships
language sql volatile
set search_path = ''
as $$
  select private.change_member_role(organization_id, user_id, role);
$$;
comment on function public.change_member_role(uuid, uuid, text) is
  'Gives a member another role. Who holds members.manage and all that both roles hold may.';
grant execute on function public.change_member_role(uuid, uuid, text) to authenticated;


create function private.set_member_active(organization_id uuid, user_id uuid, is_active boolean)
returns public.memberships
language plpgsql security definer
set search_path = ''
as $$
declare
  v_membership public.memberships;
begin
  -- Elevated because nobody may write memberships; it reaches only members whose role the caller
  -- holds.
  perform private.enter_organization(organization_id, 'members.manage');
  perform private.refuse_oneself(user_id);
  perform private.take_member(organization_id, user_id);
  update public.memberships
  set is_active = set_member_active.is_active
  where memberships.organization_id = set_member_active.organization_id
    and memberships.user_id = set_member_active.user_id
  returning * into v_membership;
  return v_membership;
end;
$$;
grant execute on function private.set_member_active(uuid, uuid, boolean) to authenticated;

create function public.suspend_member(organization_id uuid, user_id uuid)
returns public.memberships
language sql volatile
set search_path = ''
as $$
  select private.set_member_active(organization_id, user_id, false);
$$;
comment on function public.suspend_member(uuid, uuid) is
  'Shuts a member out and keeps their role. Who holds members.manage and all of that role may.';
grant execute on function public.suspend_member(uuid, uuid) to authenticated;

create function public.restore_member(organization_id uuid, user_id uuid)
returns public.memberships
language sql volatile
set search_path = ''
as $$
  select private.set_member_active(organization_id, user_id, true);
$$;
comment on function public.restore_member(uuid, uuid) is
  'Lets a suspended member in again. Who holds members.manage and all of their role may.';
grant execute on function public.restore_member(uuid, uuid) to authenticated;


create function private.remove_member(organization_id uuid, user_id uuid)
returns void
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because nobody may write memberships; it reaches only members whose role the caller
  -- holds.
  perform private.enter_organization(organization_id, 'members.manage');
  perform private.refuse_oneself(user_id);
  perform private.take_member(organization_id, user_id);
  delete from public.memberships
  where memberships.organization_id = remove_member.organization_id
    and memberships.user_id = remove_member.user_id;
end;
$$;
grant execute on function private.remove_member(uuid, uuid) to authenticated;

create function public.remove_member(organization_id uuid, user_id uuid)
returns void
language sql volatile
set search_path = ''
as $$
  select private.remove_member(organization_id, user_id);
$$;
comment on function public.remove_member(uuid, uuid) is
  'Ends a membership; what the person wrote stays. Who holds members.manage and all of the '
  'member''s role may.';
grant execute on function public.remove_member(uuid, uuid) to authenticated;


create function private.leave_organization(organization_id uuid)
returns void
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because nobody may write memberships; it ends the caller's own.
  perform private.refuse_read_only(private.lock_organization(organization_id));
  delete from public.memberships
  where memberships.organization_id = leave_organization.organization_id
    and memberships.user_id = auth.uid();
end;
$$;
grant execute on function private.leave_organization(uuid) to authenticated;

create function public.leave_organization(organization_id uuid)
returns void
language sql volatile
set search_path = ''
as $$
  select private.leave_organization(organization_id);
$$;
comment on function public.leave_organization(uuid) is
  'Ends the caller''s own membership. Any active member may, but the last owner cannot.';
grant execute on function public.leave_organization(uuid) to authenticated;


create function private.transfer_ownership(organization_id uuid, user_id uuid)
returns public.memberships
language plpgsql security definer
set search_path = ''
as $$
declare
  v_membership public.memberships;
begin
  -- Elevated because nobody may write memberships; only who holds all that an owner does gets
  -- through, and gives up no role but their own.
  perform private.enter_organization(organization_id, 'organization.delete');
  perform private.take_role(organization_id, 'owner');
  v_membership := private.take_member(organization_id, user_id);
  if not v_membership.is_active then
    perform private.throw_error(
      'member_suspended', 409, 'A suspended member cannot become the owner.',
      hint => 'Restore the member first.'
    );
  end if;
  -- The new owner first: there is never none.
  update public.memberships
  set role = 'owner'
  where memberships.organization_id = transfer_ownership.organization_id
    and memberships.user_id = transfer_ownership.user_id
  returning * into v_membership;
  update public.memberships
  set role = 'admin'
  where memberships.organization_id = transfer_ownership.organization_id
    and memberships.user_id = auth.uid()
    and memberships.user_id <> transfer_ownership.user_id
    and memberships.role = 'owner';
  return v_membership;
end;
$$;
grant execute on function private.transfer_ownership(uuid, uuid) to authenticated;

create function public.transfer_ownership(organization_id uuid, user_id uuid)
returns public.memberships
language sql volatile
set search_path = ''
as $$
  select private.transfer_ownership(organization_id, user_id);
$$;
comment on function public.transfer_ownership(uuid, uuid) is
  'Makes another active member the owner and the caller an admin. Owners may.';
grant execute on function public.transfer_ownership(uuid, uuid) to authenticated;

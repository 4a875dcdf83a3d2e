/*
 * What operators do to an organization that is there, and who is one. Operators are made with the
 * secret key only.
 */
create function private.set_plan(organization_id uuid, plan text)
returns public.tenant
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because nobody may write plans of organizations; only operators get through.
  perform private.require_operator();
  if not exists (select from public.plans where plans.key = set_plan.plan) then
    perform private.throw_error('plan_not_found', 404, 'There is no such plan.');
  end if;
  update public.organizations
  set plan = set_plan.plan
  where organizations.id = set_plan.organization_id;
  if not found then
    perform private.throw_error('organization_not_found', 404, 'There is no such organization.');
  end if;
  return private.tenant_of(organization_id);
end;
$$;
grant execute on function private.set_plan(uuid, text) to authenticated, service_role;

create function public.set_plan(organization_id uuid, plan text)
returns public.tenant
language sql volatile
set search_path = ''
as $$
  select private.set_plan(organization_id, plan);
$$;
comment on function public.set_plan(uuid, text) is
  'Puts an organization on a plan and grants its wish; nothing is taken away. Operators may.';
grant execute on function public.set_plan(uuid, text) to authenticated, service_role;


create function private.suspend_tenant(organization_id uuid)
returns public.tenant
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because nobody may write is_active; only operators get through.
  perform private.require_operator();
  update public.organizations
  set is_active = false
  where organizations.id = suspend_tenant.organization_id;
  if not found then
    perform private.throw_error('organization_not_found', 404, 'There is no such organization.');
  end if;
  return private.tenant_of(organization_id);
end;
$$;
grant execute on function private.suspend_tenant(uuid) to authenticated, service_role;

create function public.suspend_tenant(organization_id uuid)
returns public.tenant
language sql volatile
set search_path = ''
as $$
  select private.suspend_tenant(organization_id);
$$;
comment on function public.suspend_tenant(uuid) is
  'Makes an organization read-only to its members. Operators may.';
grant execute on function public.suspend_tenant(uuid) to authenticated, service_role;


create function private.restore_tenant(organization_id uuid)
returns public.tenant
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because nobody may write is_active and delete_after; only operators get through.
  perform private.require_operator();
  update public.organizations
  set is_active = true, delete_after = null
  where organizations.id = restore_tenant.organization_id;
  if not found then
    perform private.throw_error('organization_not_found', 404, 'There is no such organization.');
  end if;
  return private.tenant_of(organization_id);
end;
$$;
grant execute on function private.restore_tenant(uuid) to authenticated, service_role;

create function public.restore_tenant(organization_id uuid)
returns public.tenant
language sql volatile
set search_path = ''
as $$
  select private.restore_tenant(organization_id);
$$;
comment on function public.restore_tenant(uuid) is
  'Brings an organization back that was suspended or is being deleted. Operators may.';
grant execute on function public.restore_tenant(uuid) to authenticated, service_role;


create function private.add_operator(email text)
returns void
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because private tables are nobody's to write; it is granted to the secret key alone.
  insert into private.operators (user_id)
  values (private.account_with(email))
  on conflict do nothing;
end;
$$;
grant execute on function private.add_operator(text) to service_role;

create function public.add_operator(email text)
returns void
language sql volatile
set search_path = ''
as $$
  select private.add_operator(email);
$$;
comment on function public.add_operator(text) is
  'Lets an account act as an operator when it is signed in. The secret key alone may.';
grant execute on function public.add_operator(text) to service_role;


create function private.remove_operator(email text)
returns void
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because private tables are nobody's to write; it is granted to the secret key alone.
  delete from private.operators where operators.user_id = private.account_with(email);
end;
$$;
grant execute on function private.remove_operator(text) to service_role;

create function public.remove_operator(email text)
returns void
language sql volatile
set search_path = ''
as $$
  select private.remove_operator(email);
$$;
comment on function public.remove_operator(text) is
  'Makes an operator an ordinary account again. The secret key alone may.';
grant execute on function public.remove_operator(text) to service_role;


create function private.list_operators()
returns setof text
language plpgsql stable security definer
set search_path = ''
as $$
begin
  -- Elevated because private tables are nobody's to read; it is granted to the secret key alone.
  return query
  select users.email::text
  from private.operators
  join auth.users on users.id = operators.user_id
  order by 1;
end;
$$;
grant execute on function private.list_operators() to service_role;

create function public.list_operators()
returns setof text
language sql stable
set search_path = ''
as $$
  select * from private.list_operators();
$$;
comment on function public.list_operators() is
  'The addresses of the accounts that act as operators. The secret key alone may.';
grant execute on function public.list_operators() to service_role;


create function private.add_tenant_owner(organization_id uuid, email text)
returns public.tenant
language plpgsql security definer
set search_path = ''
as $$
declare
  v_user_id uuid;
begin
  -- Elevated because nobody may write memberships; only operators get through.
  perform private.require_operator();
  v_user_id := private.account_with(email);
  insert into public.memberships (organization_id, user_id, role)
  select organizations.id, v_user_id, 'owner'
  from public.organizations
  where organizations.id = add_tenant_owner.organization_id
  on conflict on constraint memberships_pkey do update set role = 'owner', is_active = true;
  if not found then
    perform private.throw_error('organization_not_found', 404, 'There is no such organization.');
  end if;
  return private.tenant_of(organization_id);
end;
$$;
grant execute on function private.add_tenant_owner(uuid, text) to authenticated, service_role;

create function public.add_tenant_owner(organization_id uuid, email text)
returns public.tenant
language sql volatile
set search_path = ''
as $$
  select private.add_tenant_owner(organization_id, email);
$$;
comment on function public.add_tenant_owner(uuid, text) is
  'Makes an account an owner too, whatever it was before: for owners who left. Operators may.';
grant execute on function public.add_tenant_owner(uuid, text) to authenticated, service_role;


create function private.find_account(email text)
returns uuid
language plpgsql stable security definer
set search_path = ''
as $$
begin
  -- Elevated because accounts are nobody's to read; it is granted to the secret key alone.
  return private.account_with(email);
end;
$$;
grant execute on function private.find_account(text) to service_role;

create function public.find_account(email text)
returns uuid
language sql stable
set search_path = ''
as $$
  select private.find_account(email);
$$;
comment on function public.find_account(text) is
  'The id of the account with the address. The secret key alone may.';
grant execute on function public.find_account(text) to service_role;

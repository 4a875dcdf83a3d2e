/*
 * The second factor: whoever has one holds nothing anywhere until their session has shown it. A
 * stolen password alone opens no organization, whatever the client asks for.
 */
create function private.owes_second_factor()
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  -- Asked by definer functions only, for factors are nobody's to read. Sessions of Auth always
  -- carry a level; what carries none, such as an API key, did not begin with a password.
  return auth.jwt() ->> 'aal' = 'aal1' and exists (
    select from auth.mfa_factors
    where mfa_factors.user_id = auth.uid() and mfa_factors.status = 'verified'
  );
end;
$$;
comment on function private.owes_second_factor() is
  'Whether the caller has a second factor that this session has not shown.';

create function private.require_second_factor()
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  -- Called by definer functions only, like the question that it asks.
  if coalesce(private.owes_second_factor(), false) then
    perform private.throw_error(
      'second_factor_required', 403, 'This session has not shown the second factor.',
      hint => 'Enter a code of your authenticator first.'
    );
  end if;
end;
$$;
comment on function private.require_second_factor() is
  'Refuses a session that still owes the second factor: for what asks for no permission.';


create or replace view private.granted_permissions as
  select memberships.organization_id, role_permissions.permission
  from public.memberships
  join public.role_permissions
    on role_permissions.organization_id = memberships.organization_id
    and role_permissions.role = memberships.role
  where memberships.user_id = (select auth.uid())
    and memberships.is_active
    and not (select coalesce(private.owes_second_factor(), false));

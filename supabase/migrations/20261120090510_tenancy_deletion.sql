/*
 * The end of an organization: an owner asks for it, from that moment everybody only reads, and
 * thirty days later a job removes it for good. Until then an owner can take it back. Whoever holds
 * organization.delete may do both.
 */
create function private.delete_organization(organization_id uuid)
returns public.organizations
language plpgsql security definer
set search_path = ''
as $$
declare
  v_organization public.organizations;
begin
  -- Elevated because nobody may set delete_after; only who holds organization.delete gets through.
  perform private.enter_organization(organization_id, 'organization.delete');
  update public.organizations
  set delete_after = now() + interval '30 days'
  where organizations.id = delete_organization.organization_id
  returning * into v_organization;
  return v_organization;
end;
$$;
grant execute on function private.delete_organization(uuid) to authenticated;

create function public.delete_organization(organization_id uuid)
returns public.organizations
language sql volatile
set search_path = ''
as $$
  select private.delete_organization(organization_id);
$$;
comment on function public.delete_organization(uuid) is
  'Makes the organization read-only, and removes it with everything in it after thirty days. '
  'Owners may.';
grant execute on function public.delete_organization(uuid) to authenticated;


create function private.restore_organization(organization_id uuid)
returns public.organizations
language plpgsql security definer
set search_path = ''
as $$
declare
  v_organization public.organizations;
begin
  -- Elevated because nobody may set delete_after; only who holds organization.delete gets through.
  v_organization := private.lock_organization(organization_id);
  perform private.require_permission(organization_id, 'organization.delete');
  if v_organization.delete_after is null then
    perform private.throw_error(
      'organization_not_deleted', 409, 'Nobody has asked to delete this organization.'
    );
  end if;
  v_organization.delete_after := null;
  perform private.refuse_read_only(v_organization); -- suspended besides
  update public.organizations
  set delete_after = null
  where organizations.id = restore_organization.organization_id
  returning * into v_organization;
  return v_organization;
end;
$$;
grant execute on function private.restore_organization(uuid) to authenticated;

create function public.restore_organization(organization_id uuid)
returns public.organizations
language sql volatile
set search_path = ''
as $$
  select private.restore_organization(organization_id);
$$;
comment on function public.restore_organization(uuid) is
  'Takes the wish to delete the organization back, while there is time. Owners may.';
grant execute on function public.restore_organization(uuid) to authenticated;


create function private.purge_organizations(as_of timestamptz default now())
returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_purged integer;
begin
  delete from public.organizations where organizations.delete_after <= as_of;
  get diagnostics v_purged = row_count;
  return v_purged;
end;
$$;
comment on function private.purge_organizations(timestamptz) is
  'Removes the organizations whose time to think again is over. Called by the job alone.';

-- A hosted project may have it already, turned on in the dashboard.
create extension if not exists pg_cron with schema pg_catalog;

select cron.schedule('purge-organizations', '17 * * * *', 'select private.purge_organizations()');

/*
 * What is done with domains: choosing the primary one, recording what DNS said, and finding the
 * organization of a hostname, which anybody may.
 */
-- Begins what is done with one domain. Who cannot see it hears that there is none.
create function private.enter_domain(id uuid)
returns public.organization_domains
language plpgsql
set search_path = ''
as $$
declare
  v_domain public.organization_domains;
begin
  -- Called by definer functions only, so row-level security does not choose what is found.
  select * into v_domain
  from public.organization_domains
  where organization_domains.id = enter_domain.id
    and organization_domains.organization_id = any (
      private.organization_ids_with('organization.read')
    );
  if not found then
    perform private.throw_error('domain_not_found', 404, 'There is no such domain.');
  end if;
  perform private.enter_organization(v_domain.organization_id, 'domains.manage');
  return v_domain;
end;
$$;
comment on function private.enter_domain(uuid) is
  'A domain that the caller manages; refuses who does not.';


create function private.set_primary_domain(id uuid)
returns public.organization_domains
language plpgsql security definer
set search_path = ''
as $$
declare
  v_domain public.organization_domains := private.enter_domain(id);
begin
  -- Elevated because nobody may write is_primary; it reaches domains that the caller manages.
  if v_domain.verified_at is null then
    perform private.throw_error(
      'domain_not_verified', 409, 'Only a verified domain can be the primary one.',
      hint => 'Add the TXT record to its DNS first.'
    );
  end if;
  update public.organization_domains
  set is_primary = false
  where organization_domains.organization_id = v_domain.organization_id
    and organization_domains.is_primary
    and organization_domains.id <> v_domain.id;
  update public.organization_domains
  set is_primary = true
  where organization_domains.id = v_domain.id
  returning * into v_domain;
  return v_domain;
end;
$$;
grant execute on function private.set_primary_domain(uuid) to authenticated;

create function public.set_primary_domain(id uuid)
returns public.organization_domains
language sql volatile
set search_path = ''
as $$
  select private.set_primary_domain(id);
$$;
comment on function public.set_primary_domain(uuid) is
  'Makes a verified domain the one that links lead to. Who holds domains.manage may.';
grant execute on function public.set_primary_domain(uuid) to authenticated;


create function private.begin_domain_verification(id uuid)
returns public.organization_domains
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because callers cannot call enter_domain, which judges them; it answers or refuses.
  return private.enter_domain(id);
end;
$$;
grant execute on function private.begin_domain_verification(uuid) to authenticated;

create function public.begin_domain_verification(id uuid)
returns public.organization_domains
language sql volatile
set search_path = ''
as $$
  select private.begin_domain_verification(id);
$$;
comment on function public.begin_domain_verification(uuid) is
  'The domain whose DNS is to be asked; changes nothing. Who holds domains.manage may.';
grant execute on function public.begin_domain_verification(uuid) to authenticated;


-- Takes what DNS said and judges it here, so that whoever asks DNS needs no rule. A verified domain
-- stays verified: a name server that is down for an hour must not shut people out.
create function private.record_domain_verification(id uuid, txt_records text[])
returns public.organization_domains
language plpgsql
set search_path = ''
as $$
declare
  v_domain public.organization_domains;
begin
  update public.organization_domains
  set
    checked_at = now(),
    verified_at = case
      when organization_domains.verification_token = any (
        record_domain_verification.txt_records
      ) then coalesce(organization_domains.verified_at, now())
      else organization_domains.verified_at
    end
  where organization_domains.id = record_domain_verification.id
  returning * into v_domain;
  if not found then
    perform private.throw_error('domain_not_found', 404, 'There is no such domain.');
  end if;
  return v_domain;
exception
  when unique_violation then
    perform private.throw_hostname_taken(organization_domains.hostname)
    from public.organization_domains
    where organization_domains.id = record_domain_verification.id;
end;
$$;
grant execute on function private.record_domain_verification(uuid, text[]) to service_role;
grant execute on function private.throw_hostname_taken(text) to service_role;

create function public.record_domain_verification(id uuid, txt_records text[])
returns public.organization_domains
language sql volatile
set search_path = ''
as $$
  select private.record_domain_verification(id, txt_records);
$$;
comment on function public.record_domain_verification(uuid, text[]) is
  'Verifies a domain if its token is among the TXT records that DNS gave. The service alone may.';
grant execute on function public.record_domain_verification(uuid, text[]) to service_role;


create type public.resolved_organization as (
  id uuid,
  name text,
  slug text,
  logo_path text,
  is_active boolean,
  primary_hostname text
);
comment on type public.resolved_organization is
  'What a visitor may know of the organization whose hostname they opened.';

create function private.resolve_organization(hostname text)
returns setof public.resolved_organization
language plpgsql stable security definer
set search_path = ''
as $$
begin
  -- Elevated because visitors see no organization; it tells what a sign-in page shows, and only of
  -- the one whose hostname was opened.
  return query
  select
    organizations.id,
    organizations.name,
    organizations.slug,
    organizations.logo_path,
    organizations.is_active,
    chosen.hostname
  from public.organization_domains as opened
  join public.organizations on organizations.id = opened.organization_id
  join public.organization_domains as chosen
    on chosen.organization_id = opened.organization_id and chosen.is_primary
  where opened.hostname = private.normalize_hostname(resolve_organization.hostname)
    and opened.verified_at is not null;
end;
$$;
grant execute on function private.resolve_organization(text) to anon, authenticated;

create function public.resolve_organization(hostname text)
returns setof public.resolved_organization
language sql stable
set search_path = ''
as $$
  select * from private.resolve_organization(hostname);
$$;
comment on function public.resolve_organization(text) is
  'The organization of a verified hostname; no row for any other. Anybody may ask.';
grant execute on function public.resolve_organization(text) to anon, authenticated;

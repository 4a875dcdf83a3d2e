/*
 * Domains: the hostnames under which an organization is reached. domains.manage claims, verifies
 * and gives up; a claim counts once a TXT record at _flowdesk.<hostname> says its token. Claims of
 * many may wait for the same hostname, one is verified. A verified organization has exactly one
 * primary.
 */
create table public.organization_domains (
  id uuid primary key default private.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  hostname text not null,
  -- Empty asks for a new one; the check proves that it was given.
  verification_token text not null default '',
  verified_at timestamptz,
  checked_at timestamptz,
  is_primary boolean not null default false,
  created_by uuid references public.profiles default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  unique (organization_id, id),
  unique (organization_id, hostname),
  constraint organization_domains_hostname_is_valid check (private.is_hostname(hostname)),
  constraint organization_domains_verification_token_is_given check (verification_token <> ''),
  constraint organization_domains_primary_is_verified
    check (not is_primary or verified_at is not null)
);
create unique index organization_domains_hostname_verified_idx
  on public.organization_domains (hostname) where verified_at is not null;
create unique index organization_domains_organization_id_primary_idx
  on public.organization_domains (organization_id) where is_primary;
create index organization_domains_created_by_idx on public.organization_domains (created_by);
create index organization_domains_organization_id_created_at_id_idx
  on public.organization_domains (organization_id, created_at, id);


create function private.tg_organization_domains__fill_in()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because callers cannot call what it calls; it changes the row it fires for.
  new.hostname := private.normalize_hostname(new.hostname);
  if coalesce(new.verification_token, '') = '' then
    new.verification_token := 'flowdesk-' || encode(extensions.gen_random_bytes(16), 'hex');
  end if;
  return new;
end;
$$;

create trigger _100_fill_in
  before insert on public.organization_domains
  for each row execute function private.tg_organization_domains__fill_in();


create function private.throw_hostname_taken(hostname text)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.throw_error(
    'hostname_taken', 409,
    format('The hostname %s belongs to another organization.', hostname),
    hint => 'That organization has to remove it first.'
  );
end;
$$;


create function private.tg_organization_domains__refuse_taken()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because other organizations' domains are not the caller's to see; it only ever
  -- refuses.
  if exists (
    select from public.organization_domains
    where organization_domains.hostname = new.hostname
      and organization_domains.verified_at is not null
      and organization_domains.organization_id <> new.organization_id
  ) then
    perform private.throw_hostname_taken(new.hostname);
  end if;
  return null;
end;
$$;

create trigger _100_refuse_taken
  after insert on public.organization_domains
  for each row execute function private.tg_organization_domains__refuse_taken();


-- Whoever has a verified domain has a primary one: the oldest, until somebody chooses.
create function private.tg_organization_domains__keep_a_primary()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_organization_id uuid := case tg_op when 'DELETE' then old.organization_id
    else new.organization_id end;
begin
  -- Elevated because nobody may write is_primary; it reaches the organization it fires for. The
  -- lock keeps two changes apart that would each make one.
  perform from public.organizations where organizations.id = v_organization_id for no key update;
  update public.organization_domains
  set is_primary = true
  where organization_domains.id = (
    select candidate.id
    from public.organization_domains as candidate
    where candidate.organization_id = v_organization_id and candidate.verified_at is not null
    order by candidate.created_at, candidate.id
    limit 1
  )
    and not exists (
      select from public.organization_domains as chosen
      where chosen.organization_id = v_organization_id and chosen.is_primary
    );
  return null;
end;
$$;

create trigger _500_keep_a_primary_on_insert
  after insert on public.organization_domains
  for each row when (new.verified_at is not null and not new.is_primary)
  execute function private.tg_organization_domains__keep_a_primary();

create trigger _500_keep_a_primary_on_verification
  after update on public.organization_domains
  for each row when (old.verified_at is null and new.verified_at is not null)
  execute function private.tg_organization_domains__keep_a_primary();

create trigger _500_keep_a_primary_on_delete
  after delete on public.organization_domains
  for each row when (old.is_primary)
  execute function private.tg_organization_domains__keep_a_primary();

create trigger _200_refuse_suspended
  after insert or update or delete on public.organization_domains
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _900_count_change
  before update on public.organization_domains
  for each row execute function private.tg_any__count_change();


alter table public.organization_domains enable row level security;

create policy select_reader on public.organization_domains for select to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('organization.read'))::uuid[])
  );

create policy insert_manager on public.organization_domains for insert to authenticated
  with check (
    organization_id = any ((select private.organization_ids_with('domains.manage'))::uuid[])
  );

create policy delete_manager on public.organization_domains for delete to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('domains.manage'))::uuid[])
  );
-- No update: DNS verifies, and set_primary_domain() chooses.

grant select, delete on public.organization_domains to authenticated;
grant insert (organization_id, hostname) on public.organization_domains to authenticated;
grant select, insert, update, delete on public.organization_domains to service_role;

comment on table public.organization_domains is
  'A hostname under which an organization is reached, or which it claims.';
comment on column public.organization_domains.hostname is
  'Lower case and ASCII (punycode), whatever was typed.';
comment on column public.organization_domains.verification_token is
  'What a TXT record at _flowdesk.<hostname> has to say.';
comment on column public.organization_domains.verified_at is
  'Since when the hostname is the organization''s; null is a claim.';
comment on column public.organization_domains.checked_at is 'When DNS was last asked.';
comment on column public.organization_domains.is_primary is
  'The one that links lead to; exactly one of the verified.';
comment on column public.organization_domains.version is
  'Grows with each change; an update names the version it read.';

/*
 * Organizations: the tenants. Every row of the business belongs to exactly one. Members with
 * organization.read see theirs, organization.update changes how it presents itself; plan and
 * is_active belong to operators. An organization that is inactive or being deleted can be read and
 * not changed.
 */

-- One letter of another alphabet can need several of ours, which neither translate() nor unaccent
-- can do for all of them. What stays foreign after this is dropped by private.slugify.
create function private.romanize(value text)
returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_value text := lower(normalize(value, nfkc));
  v_pair text[];
begin
  foreach v_pair slice 1 in array array[
    ['ж', 'zh'], ['х', 'kh'], ['ц', 'ts'], ['ч', 'ch'], ['ш', 'sh'], ['щ', 'shch'],
    ['ю', 'yu'], ['я', 'ya'], ['є', 'ye'], ['ї', 'yi'],
    ['θ', 'th'], ['χ', 'ch'], ['ψ', 'ps'], ['&', ' and ']
  ]
  loop
    v_value := replace(v_value, v_pair[1], v_pair[2]);
  end loop;
  v_value := extensions.unaccent(v_value);
  return translate(
    v_value,
    'абвгґдеёзиійклмнопрстуўфыэαβγδεζηικλμνξοπρσςτυφωъь''’',
    'abvggdeeziiiklmnoprstuufyeabgdeziiklmnxoprsstyfo'
  );
end;
$$;
comment on function private.romanize(text) is
  'Lower-case text in Latin letters, as far as they can stand for it.';


create function private.slugify(value text, fallback text default 'org')
returns text
language sql stable
set search_path = ''
as $$
  select coalesce(
    (
      select nullif(btrim(left(btrim(hyphenated.text, '-'), 48), '-'), '')
      from regexp_replace(private.romanize(value), '[^a-z0-9]+', '-', 'g') as hyphenated (text)
    ),
    fallback
  );
$$;
comment on function private.slugify(text, text) is
  'Any name as part of an address: at most 48 of a-z, 0-9 and inner hyphens, or else the fallback.';


-- Words that stand for pages or hosts of FlowDesk itself.
create function private.is_reserved_slug(slug text)
returns boolean
language sql immutable
set search_path = ''
as $$
  select slug = any (array[
    'about', 'account', 'accounts', 'admin', 'api', 'app', 'apps', 'assets', 'auth', 'billing',
    'blog', 'cdn', 'contact', 'dashboard', 'developers', 'docs', 'domains', 'download', 'email',
    'events', 'export', 'files', 'flowdesk', 'ftp', 'health', 'help', 'home', 'inbox', 'internal',
    'invitation', 'invitations', 'invite', 'invoice', 'invoices', 'join', 'legal', 'login',
    'logout', 'mail', 'me', 'new', 'no-reply', 'noreply', 'null', 'operator', 'org', 'organization',
    'organizations', 'orgs', 'password', 'plans', 'postmaster', 'pricing', 'privacy', 'profile',
    'public', 'realtime', 'register', 'reset', 'rest', 'root', 'search', 'security', 'settings',
    'sign-in', 'sign-out', 'sign-up', 'signin', 'signout', 'signup', 'static', 'status', 'storage',
    'studio', 'support', 'system', 'team', 'terms', 'undefined', 'user', 'users', 'webhooks',
    'welcome', 'www'
  ]);
$$;
comment on function private.is_reserved_slug(text) is 'Whether FlowDesk keeps the slug for itself.';
-- Checked on every insert and update of a slug, by whoever makes it.
grant execute on function private.is_reserved_slug(text) to authenticated, service_role;


create table public.organizations (
  id uuid primary key default private.uuid_v7(),
  name text not null,
  slug text not null unique,
  plan text not null default 'free' references public.plans,
  is_active boolean not null default true,
  delete_after timestamptz,
  currency text not null default 'USD' references public.currencies,
  timezone text not null default 'UTC',
  locale text not null default 'en',
  logo_path text,
  created_by uuid references public.profiles,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  constraint organizations_name_is_printable
    check (name <> '' and private.is_line(name, 100)),
  constraint organizations_slug_is_an_address_part
    check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(slug) <= 48),
  constraint organizations_slug_is_not_reserved check (not private.is_reserved_slug(slug)),
  constraint organizations_currency_is_an_iso_4217_code check (currency ~ '^[A-Z]{3}$'),
  constraint organizations_timezone_is_an_iana_name
    check (timezone ~ '^(UTC|[A-Za-z_]+(/[A-Za-z0-9_+-]+)+)$'),
  constraint organizations_locale_is_a_language_tag
    check (locale ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$'),
  constraint organizations_logo_path_is_short check (char_length(logo_path) between 1 and 500)
);
create index organizations_plan_idx on public.organizations (plan);
create index organizations_currency_idx on public.organizations (currency);
create index organizations_created_by_idx on public.organizations (created_by);
create index organizations_created_at_id_idx on public.organizations (created_at, id);
create index organizations_delete_after_idx on public.organizations (delete_after)
  where delete_after is not null;


create function private.refuse_read_only(organization public.organizations)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if not organization.is_active then
    perform private.throw_error(
      'organization_suspended', 403,
      'This organization is suspended: its data can be read but not changed.',
      hint => 'Ask an owner of the organization to contact support.'
    );
  end if;
  if organization.delete_after is not null then
    perform private.throw_error(
      'organization_deleted', 403,
      'This organization is being deleted: its data can be read but not changed.',
      hint => 'An owner can restore it until the day on which it is removed for good.'
    );
  end if;
end;
$$;
comment on function private.refuse_read_only(public.organizations) is
  'Says why an organization cannot be changed now, if it cannot.';


-- Nobody may update plan, is_active or delete_after, so a statement that changes them comes from a
-- function that has judged it; that is how an organization gets back to life.
create function private.tg_organizations__refuse_suspended()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because the caller cannot call what it calls; it only ever refuses.
  perform private.refuse_read_only(old);
  return new;
end;
$$;

create trigger _100_refuse_suspended
  before update on public.organizations
  for each row
  when (
    auth.uid() is not null
    and (old.plan, old.is_active, old.delete_after)
      is not distinct from (new.plan, new.is_active, new.delete_after)
  )
  execute function private.tg_organizations__refuse_suspended();


/*
 * The same for every table that belongs to organizations; a test finds the table that forgets it.
 * After the row, because by then row-level security has spoken: a stranger hears nothing of a
 * foreign organization's state. Only for the caller's own statements: what follows from them inside
 * the database is not refused again.
 */
create function private.tg_any__refuse_suspended()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_row record := case tg_op when 'DELETE' then old else new end;
  v_organization public.organizations;
begin
  -- Elevated because a role need not be able to read its organization; it only ever refuses.
  select * into v_organization
  from public.organizations
  where organizations.id = v_row.organization_id;
  perform private.refuse_read_only(v_organization);
  return null;
end;
$$;
comment on function private.tg_any__refuse_suspended() is
  'Refuses members'' changes to a row whose organization can only be read.';

create trigger _200_refuse_unknown_timezone
  before insert or update of timezone on public.organizations
  for each row execute function private.tg_any__refuse_unknown_timezone();

create trigger _210_refuse_unknown_currency
  before insert or update of currency on public.organizations
  for each row when (new.currency ~ '^[A-Z]{3}$')
  execute function private.tg_any__refuse_unknown_currency();

create trigger _900_count_change
  before update on public.organizations
  for each row execute function private.tg_any__count_change();


alter table public.organizations enable row level security;

create policy select_reader on public.organizations for select to authenticated
  using (id = any ((select private.organization_ids_with('organization.read'))::uuid[]));

create policy update_manager on public.organizations for update to authenticated
  using (id = any ((select private.organization_ids_with('organization.update'))::uuid[]))
  with check (id = any ((select private.organization_ids_with('organization.update'))::uuid[]));
-- No insert: create_organization() makes organization, roles and owner together. No delete:
-- delete_organization() leaves time to think again.

grant select on public.organizations to authenticated;
grant update (name, slug, currency, timezone, locale, logo_path) on public.organizations
  to authenticated;
grant select, insert, update, delete on public.organizations to service_role;

comment on table public.organizations is 'A tenant: a business with its people, work and money.';
comment on column public.organizations.slug is 'Its part of web addresses, unique across FlowDesk.';
comment on column public.organizations.plan is 'What it pays for; changed by operators only.';
comment on column public.organizations.is_active is
  'False while suspended: members read and do not write. Operators only.';
comment on column public.organizations.delete_after is
  'Set while its deletion is asked for: read-only until then, removed for good after.';
comment on column public.organizations.currency is 'ISO 4217 code that new money rows start with.';
comment on column public.organizations.timezone is
  'IANA name; decides which day it is for due dates.';
comment on column public.organizations.locale is 'BCP 47 language tag of its documents.';
comment on column public.organizations.logo_path is 'Where the logo lies in storage.';
comment on column public.organizations.version is
  'Grows with each change; an update names the version it read.';

/*
 * Clients: for whom an organization works and whom it asks for money, and the people it writes to
 * there. clients.read reads both, clients.write adds, changes, archives and deletes. A client that
 * something refers to is archived and never deleted: what was agreed and billed keeps its party.
 */

-- ISO 3166-1, officially assigned. A function rather than a table: nothing else is known of them.
create function private.is_country_code(value text)
returns boolean
language sql immutable
set search_path = ''
as $$
  select value = any (string_to_array(
    'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR '
    'BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ '
    'EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW '
    'GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY '
    'KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV '
    'MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY '
    'QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG '
    'TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM '
    'ZW',
    ' '
  ));
$$;
comment on function private.is_country_code(text) is 'Whether it is an ISO 3166-1 alpha-2 code.';
-- Checked on every insert and update of a country, by whoever makes it.
grant execute on function private.is_country_code(text) to authenticated, service_role;


create table public.clients (
  id uuid primary key default private.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  name text not null,
  legal_name text not null default '',
  address_lines text not null default '',
  postal_code text not null default '',
  city text not null default '',
  region text not null default '',
  country text,
  vat_id text not null default '',
  tax_number text not null default '',
  -- Empty asks for the organization's; the foreign key and the check prove that it was given.
  currency text not null default '' references public.currencies,
  locale text not null default '',
  payment_terms_days smallint,
  notes text not null default '',
  archived_at timestamptz,
  created_by uuid references public.profiles default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  unique (organization_id, id),
  constraint clients_name_is_printable check (name <> '' and private.is_line(name, 120)),
  constraint clients_legal_name_is_printable check (private.is_line(legal_name, 200)),
  constraint clients_address_has_a_limit
    check (
      replace(address_lines, e'\n', '') !~ '[[:cntrl:]]' and char_length(address_lines) <= 500
    ),
  constraint clients_postal_code_is_printable check (private.is_line(postal_code, 20)),
  constraint clients_city_is_printable check (private.is_line(city, 100)),
  constraint clients_region_is_printable check (private.is_line(region, 100)),
  constraint clients_country_is_an_iso_3166_code check (private.is_country_code(country)),
  constraint clients_vat_id_is_printable check (private.is_line(vat_id, 40)),
  constraint clients_tax_number_is_printable check (private.is_line(tax_number, 40)),
  constraint clients_locale_is_a_language_tag
    check (locale ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$'),
  constraint clients_payment_terms_are_at_most_a_year check (payment_terms_days between 0 and 365),
  constraint clients_notes_have_a_limit check (char_length(notes) <= 20000)
);
create index clients_currency_idx on public.clients (currency);
create index clients_created_by_idx on public.clients (created_by);
create index clients_organization_id_created_at_id_idx
  on public.clients (organization_id, created_at, id);
create index clients_organization_id_name_id_idx on public.clients (organization_id, name, id);

create table public.client_contacts (
  id uuid primary key default private.uuid_v7(),
  organization_id uuid not null,
  client_id uuid not null,
  name text not null,
  email text,
  phone text not null default '',
  is_primary boolean not null default false,
  receives_invoices boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  unique (organization_id, id),
  foreign key (organization_id, client_id)
    references public.clients (organization_id, id) on delete cascade,
  constraint client_contacts_name_is_printable check (name <> '' and private.is_line(name, 120)),
  constraint client_contacts_email_is_an_address
    check (
      email ~ '^[^@[:space:][:cntrl:]]+@[^@[:space:][:cntrl:]]+[.][^@[:space:][:cntrl:]]+$'
      and char_length(email) <= 255
    ),
  constraint client_contacts_phone_is_printable check (private.is_line(phone, 40)),
  constraint client_contacts_invoices_need_an_address
    check (not receives_invoices or email is not null)
);
create index client_contacts_organization_id_client_id_name_id_idx
  on public.client_contacts (organization_id, client_id, name, id);
create unique index client_contacts_organization_id_client_id_primary_idx
  on public.client_contacts (organization_id, client_id) where is_primary;


create function private.tg_clients__fill_in()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because a role need not be able to read its organization; it copies its currency and
  -- language into the client's own row.
  select
    coalesce(nullif(new.currency, ''), organizations.currency),
    coalesce(nullif(new.locale, ''), organizations.locale)
  into new.currency, new.locale
  from public.organizations
  where organizations.id = new.organization_id;
  return new;
end;
$$;

create trigger _100_fill_in
  before insert on public.clients
  for each row when (coalesce(new.currency, '') = '' or coalesce(new.locale, '') = '')
  execute function private.tg_clients__fill_in();

create trigger _210_refuse_unknown_currency
  before insert or update of currency on public.clients
  for each row when (new.currency <> '')
  execute function private.tg_any__refuse_unknown_currency();


-- The foreign keys refuse it as well; this says what to do instead. Not when the organization goes.
create function private.tg_clients__refuse_used()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because a client is used whether or not one may see by what; it only ever refuses.
  if exists (
    select from public.projects
    where projects.organization_id = old.organization_id and projects.client_id = old.id
  ) then
    perform private.throw_error(
      'client_in_use', 409,
      format('"%s" cannot be deleted, because something refers to it.', old.name),
      hint => 'Archive it instead.'
    );
  end if;
  return old;
end;
$$;

create trigger _100_refuse_used
  before delete on public.clients
  for each row when (pg_trigger_depth() = 0)
  execute function private.tg_clients__refuse_used();


-- Who is made the primary contact takes the place of the one before.
create function private.tg_client_contacts__keep_one_primary()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because the client is locked, so that two who name a primary contact come one after
  -- the other. Row-level security has not judged the row yet: what it refuses takes this back too.
  perform from public.clients
  where clients.organization_id = new.organization_id and clients.id = new.client_id
  for no key update;
  update public.client_contacts
  set is_primary = false
  where client_contacts.organization_id = new.organization_id
    and client_contacts.client_id = new.client_id
    and client_contacts.id <> new.id
    and client_contacts.is_primary;
  return new;
end;
$$;

create trigger _300_keep_one_primary_on_insert
  before insert on public.client_contacts
  for each row when (new.is_primary)
  execute function private.tg_client_contacts__keep_one_primary();

create trigger _300_keep_one_primary_on_update
  before update on public.client_contacts
  for each row when (new.is_primary and not old.is_primary)
  execute function private.tg_client_contacts__keep_one_primary();

create trigger _200_refuse_suspended
  after insert or update or delete on public.clients
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _200_refuse_suspended
  after insert or update or delete on public.client_contacts
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _900_count_change
  before update on public.clients
  for each row execute function private.tg_any__count_change();

create trigger _900_count_change
  before update on public.client_contacts
  for each row execute function private.tg_any__count_change();


alter table public.clients enable row level security;
alter table public.client_contacts enable row level security;

create policy select_reader on public.clients for select to authenticated
  using (organization_id = any ((select private.organization_ids_with('clients.read'))::uuid[]));

create policy insert_writer on public.clients for insert to authenticated
  with check (
    organization_id = any ((select private.organization_ids_with('clients.write'))::uuid[])
    and created_by = (select auth.uid())
  );

create policy update_writer on public.clients for update to authenticated
  using (organization_id = any ((select private.organization_ids_with('clients.write'))::uuid[]))
  with check (
    organization_id = any ((select private.organization_ids_with('clients.write'))::uuid[])
  );

create policy delete_writer on public.clients for delete to authenticated
  using (organization_id = any ((select private.organization_ids_with('clients.write'))::uuid[]));

create policy select_reader on public.client_contacts for select to authenticated
  using (organization_id = any ((select private.organization_ids_with('clients.read'))::uuid[]));

create policy insert_writer on public.client_contacts for insert to authenticated
  with check (
    organization_id = any ((select private.organization_ids_with('clients.write'))::uuid[])
  );

create policy update_writer on public.client_contacts for update to authenticated
  using (organization_id = any ((select private.organization_ids_with('clients.write'))::uuid[]))
  with check (
    organization_id = any ((select private.organization_ids_with('clients.write'))::uuid[])
  );

create policy delete_writer on public.client_contacts for delete to authenticated
  using (organization_id = any ((select private.organization_ids_with('clients.write'))::uuid[]));

grant select, delete on public.clients, public.client_contacts to authenticated;
grant insert (
  organization_id, name, legal_name, address_lines, postal_code, city, region, country, vat_id,
  tax_number, currency, locale, payment_terms_days, notes
) on public.clients to authenticated;
grant update (
  name, legal_name, address_lines, postal_code, city, region, country, vat_id,
  tax_number, currency, locale, payment_terms_days, notes, archived_at
) on public.clients to authenticated;
grant insert (organization_id, client_id, name, email, phone, is_primary, receives_invoices)
  on public.client_contacts to authenticated;
grant update (name, email, phone, is_primary, receives_invoices)
  on public.client_contacts to authenticated;
grant select, insert, update, delete on public.clients, public.client_contacts to service_role;

comment on table public.clients is 'For whom an organization works, and whom it asks for money.';
comment on column public.clients.name is 'What people here call it.';
comment on column public.clients.legal_name is 'What stands on documents, if not the name.';
comment on column public.clients.address_lines is
  'What stands above postal code and city on a letter, one line below the other.';
comment on column public.clients.country is 'ISO 3166-1 alpha-2 code.';
comment on column public.clients.vat_id is 'With the prefix of its country, as on its own letters.';
comment on column public.clients.tax_number is 'Where it has one beside or instead of a VAT id.';
comment on column public.clients.currency is
  'ISO 4217 code that its documents start with; the organization''s if not given.';
comment on column public.clients.locale is
  'BCP 47 language tag of its documents; the organization''s if not given.';
comment on column public.clients.payment_terms_days is
  'Days until an invoice is due; null leaves it to the organization.';
comment on column public.clients.notes is 'Markdown, for people here only.';
comment on column public.clients.archived_at is
  'Since when it is out of the way. It can still be corrected, for old documents need it.';
comment on column public.clients.version is
  'Grows with each change; an update names the version it read.';
comment on table public.client_contacts is 'A person at a client.';
comment on column public.client_contacts.is_primary is
  'Whom one asks first; making somebody it takes it from the one before.';
comment on column public.client_contacts.receives_invoices is
  'Whether invoices go to this address; it then has to be there.';
comment on column public.client_contacts.version is
  'Grows with each change; an update names the version it read.';

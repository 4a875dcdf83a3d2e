/*
 * Schema storage: buckets and the metadata of their objects, with the columns, constraints and
 * helper functions that policies of hosted projects rely on. The bytes lie elsewhere.
 *
 * Every API role holds every privilege on buckets and objects, so the policies a migration writes
 * are the only gate; there are none to begin with. The tables belong to supabase_storage_admin, the
 * role of the Storage server.
 */
create schema if not exists storage;
grant all on schema storage to supabase_storage_admin, dashboard_user;
grant usage on schema storage to anon, authenticated, service_role;
grant usage on schema storage to postgres with grant option;

set role supabase_storage_admin;

do $$
begin
  if pg_catalog.to_regtype('storage.buckettype') is null then
    create type storage.buckettype as enum ('STANDARD', 'ANALYTICS', 'VECTOR');
  end if;
end;
$$;

create table if not exists storage.buckets (
  id text primary key,
  name text not null,
  owner uuid,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),
  public boolean default false,
  avif_autodetection boolean default false,
  file_size_limit bigint,
  allowed_mime_types text[],
  owner_id text,
  type storage.buckettype not null default 'STANDARD',
  versioning_status text not null default 'DISABLED',
  constraint buckets_versioning_status_check
    check (versioning_status in ('DISABLED', 'ENABLED', 'SUSPENDED')),
  constraint buckets_versioning_standard_only_check
    check (type = 'STANDARD' or versioning_status = 'DISABLED'),
  constraint buckets_versioning_dark_check check (versioning_status = 'DISABLED')
);
create unique index if not exists bname on storage.buckets (name);
comment on column storage.buckets.owner is 'Deprecated: use owner_id.';

create table if not exists storage.objects (
  id uuid primary key default gen_random_uuid(),
  bucket_id text constraint "objects_bucketId_fkey" references storage.buckets (id),
  name text,
  owner uuid,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),
  last_accessed_at timestamptz default now(),
  metadata jsonb,
  path_tokens text[] generated always as (string_to_array(name, '/')) stored,
  version text,
  owner_id text,
  user_metadata jsonb,
  archived_at timestamptz,
  is_delete_marker boolean not null default false,
  is_versioned boolean not null default false
);
create unique index if not exists bucketid_objname on storage.objects (bucket_id, name);
create index if not exists name_prefix_search on storage.objects (name text_pattern_ops);
create index if not exists idx_objects_bucket_id_name
  on storage.objects (bucket_id, (name collate "C"));
create index if not exists idx_objects_bucket_id_name_lower
  on storage.objects (bucket_id, (lower(name) collate "C"));
comment on column storage.objects.owner is 'Deprecated: use owner_id.';

create table if not exists storage.s3_multipart_uploads (
  id text primary key,
  in_progress_size bigint not null default 0,
  upload_signature text not null,
  bucket_id text not null references storage.buckets (id),
  key text collate "C" not null,
  version text not null,
  owner_id text,
  created_at timestamptz not null default now(),
  user_metadata jsonb,
  metadata jsonb
);
create index if not exists idx_multipart_uploads_list
  on storage.s3_multipart_uploads (bucket_id, (key collate "C"), created_at);

create table if not exists storage.s3_multipart_uploads_parts (
  id uuid primary key default gen_random_uuid(),
  upload_id text not null references storage.s3_multipart_uploads (id) on delete cascade,
  size bigint not null default 0,
  part_number int not null,
  bucket_id text not null references storage.buckets (id),
  key text collate "C" not null,
  etag text not null,
  owner_id text,
  version text not null,
  created_at timestamptz not null default now()
);

create or replace function storage.foldername(name text)
returns text[]
language plpgsql
immutable
as $$
declare
  v_parts text[] := string_to_array(name, '/');
begin
  return v_parts[1 : array_length(v_parts, 1) - 1];
end;
$$;

create or replace function storage.filename(name text)
returns text
language plpgsql
immutable
as $$
declare
  v_parts text[] := string_to_array(name, '/');
begin
  return v_parts[array_length(v_parts, 1)];
end;
$$;

create or replace function storage.extension(name text)
returns text
language plpgsql
immutable
as $$
begin
  -- Without a dot the whole file name is the answer, on hosted too.
  return reverse(split_part(reverse(storage.filename(name)), '.', 1));
end;
$$;

create or replace function storage.operation()
returns text
language plpgsql
stable
as $$
begin
  return current_setting('storage.operation', true);
end;
$$;

create or replace function storage.allow_any_operation(expected_operations text[])
returns boolean
language sql
stable
as $$
  -- Both sides may carry the prefix, `storage.object.list` or `object.list`.
  select coalesce(
    bool_or(
      expected <> ''
      and regexp_replace(expected, '^storage\.', '')
        = regexp_replace(storage.operation(), '^storage\.', '')
    ),
    false
  )
  from unnest(expected_operations) as expected;
$$;

create or replace function storage.allow_only_operation(expected_operation text)
returns boolean
language sql
stable
as $$
  select storage.allow_any_operation(array[expected_operation]);
$$;

/*
 * One folder of a bucket: objects, and folders as rows without an id. Names are relative to the
 * prefix; upper and lower case are one, as on hosted. By name both come mixed, by a time folders
 * come first. Parameters are hosted's; levels has lost its meaning there too.
 */
create or replace function storage.search(
  prefix text,
  bucketname text,
  limits integer default 100,
  levels integer default 1,
  offsets integer default 0,
  search text default '',
  sortcolumn text default 'name',
  sortorder text default 'asc'
)
returns table (
  name text,
  id uuid,
  updated_at timestamptz,
  created_at timestamptz,
  last_accessed_at timestamptz,
  metadata jsonb
)
language sql
stable
as $$
  with wanted as (
    select
      length(coalesce(search.prefix, '')) as skipped,
      length(coalesce(search.search, '')) as searched,
      lower(coalesce(search.prefix, '') || coalesce(search.search, '')) as beginning,
      lower(coalesce(search.sortcolumn, 'name')) as sort_column,
      lower(coalesce(search.sortorder, 'asc')) <> 'desc' as ascending
  ),
  hits as (
    select
      o.*,
      substr(o.name, w.skipped + 1) as rest,
      strpos(substr(o.name, length(w.beginning) + 1), '/') as slash,
      w.searched
    from storage.objects as o
    cross join wanted as w
    where o.bucket_id = search.bucketname
      and starts_with(lower(o.name), w.beginning)
  ),
  entries as (
    select
      min(left(h.rest, h.searched + h.slash - 1)) as name,
      lower(left(h.rest, h.searched + h.slash)) as place,
      null::uuid as id,
      null::timestamptz as updated_at,
      null::timestamptz as created_at,
      null::timestamptz as last_accessed_at,
      null::jsonb as metadata
    from hits as h
    where h.slash > 0
    group by 2
    union all
    select
      h.rest,
      lower(h.rest),
      h.id,
      h.updated_at,
      h.created_at,
      h.last_accessed_at,
      h.metadata
    from hits as h
    where h.slash = 0
  ),
  sorted as (
    select
      e.*,
      w.ascending,
      w.sort_column in ('updated_at', 'created_at', 'last_accessed_at') as by_time,
      case w.sort_column
        when 'updated_at' then e.updated_at
        when 'created_at' then e.created_at
        when 'last_accessed_at' then e.last_accessed_at
      end as sort_time
    from entries as e
    cross join wanted as w
  )
  select s.name, s.id, s.updated_at, s.created_at, s.last_accessed_at, s.metadata
  from sorted as s
  order by
    s.by_time and s.id is not null,
    case when s.ascending then s.sort_time end,
    case when not s.ascending then s.sort_time end desc,
    case when s.ascending then s.place end collate "C",
    case when not s.ascending then s.place end collate "C" desc
  limit least(coalesce(search.limits, 100), 1500)
  offset coalesce(search.offsets, 0);
$$;

create or replace function storage.get_size_by_bucket()
returns table (size bigint, bucket_id text)
language sql
stable
as $$
  select sum((o.metadata ->> 'size')::bigint)::bigint, o.bucket_id
  from storage.objects as o
  group by o.bucket_id;
$$;

-- A row deleted in SQL would leave its bytes behind, so only the Storage server may delete; its
-- role carries the setting.
create or replace function storage.protect_delete()
returns trigger
language plpgsql
as $$
begin
  if coalesce(current_setting('storage.allow_delete_query', true), 'false') <> 'true' then
    raise exception
      'Direct deletion from storage tables is not allowed. Use the Storage API instead.'
      using errcode = '42501', hint = 'The rows would go and the files would stay.';
  end if;
  return null;
end;
$$;

create or replace function storage.enforce_bucket_name_length()
returns trigger
language plpgsql
as $$
begin
  if length(new.name) > 100 then
    raise exception 'bucket name "%" is too long (% characters). Max is 100.',
      new.name, length(new.name);
  end if;
  return new;
end;
$$;

create or replace function storage.update_updated_at_column()
returns trigger
language plpgsql
as $$
begin
  new.updated_at := now();
  return new;
end;
$$;

create or replace trigger protect_buckets_delete
  before delete on storage.buckets
  for each statement execute function storage.protect_delete();
create or replace trigger enforce_bucket_name_length_trigger
  before insert or update of name on storage.buckets
  for each row execute function storage.enforce_bucket_name_length();
create or replace trigger protect_objects_delete
  before delete on storage.objects
  for each statement execute function storage.protect_delete();
create or replace trigger update_objects_updated_at
  before update on storage.objects
  for each row execute function storage.update_updated_at_column();

alter table storage.buckets enable row level security;
alter table storage.objects enable row level security;
alter table storage.s3_multipart_uploads enable row level security;
alter table storage.s3_multipart_uploads_parts enable row level security;

grant all on storage.buckets, storage.objects to postgres with grant option;
grant all on storage.buckets, storage.objects to anon, authenticated, service_role;
grant select on storage.s3_multipart_uploads, storage.s3_multipart_uploads_parts
  to anon, authenticated;
grant all on storage.s3_multipart_uploads, storage.s3_multipart_uploads_parts to service_role;
grant execute on all functions in schema storage to postgres, anon, authenticated, service_role;

reset role;

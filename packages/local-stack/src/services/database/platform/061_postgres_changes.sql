/*
 * Postgres Changes: who listens to which table, and which of them may hear of a change.
 * Realtime (services/realtime/changes) hands every change of publication supabase_realtime to
 * realtime.apply_rls; names, columns, types and texts are hosted Supabase's. What only serves
 * wal2json there (list_changes and its two quoting helpers) is not here: changes come by pgoutput.
 */
do $$
begin
  if to_regtype('realtime.action') is null then
    create type realtime.action as enum ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'ERROR');
    create type realtime.equality_op as enum (
      'eq', 'neq', 'lt', 'lte', 'gt', 'gte', 'in',
      'like', 'ilike', 'is', 'match', 'imatch', 'isdistinct'
    );
    create type realtime.user_defined_filter as (
      column_name text,
      op realtime.equality_op,
      value text,
      negate boolean
    );
    create type realtime.wal_column as (
      name text,
      type_name text,
      type_oid oid,
      value jsonb,
      is_pkey boolean,
      is_selectable boolean
    );
    create type realtime.wal_rls as (
      wal jsonb,
      is_rls_enabled boolean,
      subscription_ids uuid[],
      errors text[]
    );
  end if;
end
$$;
alter type realtime.action owner to supabase_realtime_admin;
alter type realtime.equality_op owner to supabase_realtime_admin;
alter type realtime.user_defined_filter owner to supabase_realtime_admin;
alter type realtime.wal_column owner to supabase_realtime_admin;
alter type realtime.wal_rls owner to supabase_realtime_admin;

-- Declared immutable because a generated column asks for it; roles are hardly ever renamed.
create or replace function realtime.to_regrole(role_name text)
returns regrole
language sql
immutable
set search_path = ''
as $$
  select role_name::regrole
$$;

-- One row a requested change and matching table; rows live as long as the channel that asked.
create table if not exists realtime.subscription (
  id bigint generated always as identity primary key,
  subscription_id uuid not null,
  entity regclass not null,
  filters realtime.user_defined_filter[] not null default '{}',
  claims jsonb not null,
  claims_role regrole not null
    generated always as (realtime.to_regrole(claims ->> 'role')) stored,
  created_at timestamp not null default timezone('utc', now()),
  action_filter text default '*'
    check (action_filter in ('*', 'INSERT', 'UPDATE', 'DELETE')),
  selected_columns text[]
);
alter table realtime.subscription owner to supabase_realtime_admin;
-- Not unique over the filters as on hosted: a hundred values of `in` do not fit an index entry.
create index if not exists subscription_subscription_id_index
  on realtime.subscription (subscription_id);
create index if not exists subscription_entity_index on realtime.subscription (entity);
grant all on realtime.subscription to postgres, dashboard_user;
grant select on realtime.subscription to anon, authenticated, service_role;

-- A value as PostgreSQL prints it, as JSON. The frequent types first, as they need no new plan.
create or replace function realtime.cast(val text, type_ regtype)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_result jsonb;
begin
  case type_
    when 'text'::regtype, 'varchar'::regtype, 'bytea'::regtype then return to_jsonb(val);
    when 'uuid'::regtype then return to_jsonb(val::uuid);
    when 'int4'::regtype then return to_jsonb(val::integer);
    when 'int8'::regtype then return to_jsonb(val::bigint);
    when 'bool'::regtype then return to_jsonb(val::boolean);
    when 'numeric'::regtype then return to_jsonb(val::numeric);
    when 'jsonb'::regtype then return val::jsonb;
    when 'timestamptz'::regtype then return to_jsonb(val::timestamptz);
    else
      -- With -1 the name means any length: `character` alone would be cut to one.
      execute format('select to_jsonb(%L::%s)', val, format_type(type_, -1)) into v_result;
      return v_result;
  end case;
end
$$;

-- Both sides as the column's type, compared by its own operators. Those of an extension's type are
-- found by name only, hence the search path.
create or replace function realtime.check_equality_op(
  op realtime.equality_op,
  type_ regtype,
  val_1 text,
  val_2 text,
  negate boolean default false
)
returns boolean
language plpgsql
stable
set search_path = public, extensions
as $$
declare
  v_type constant text := format_type(type_, -1);
  v_result boolean;
begin
  case op
    when 'is' then
      if val_2 not in ('null', 'true', 'false', 'unknown') then
        raise exception
          'invalid value for is filter: must be null, true, false, or unknown';
      end if;
      execute format('select %L::%s is %s', val_1, v_type, val_2) into v_result;
    when 'isdistinct' then
      execute format('select %L::%s is distinct from %L::%s', val_1, v_type, val_2, v_type)
        into v_result;
    when 'in' then
      execute format('select %L::%s = any (%L::%s[])', val_1, v_type, val_2, v_type)
        into v_result;
    else
      execute format(
        'select %L::%s %s %L::%s',
        val_1,
        v_type,
        case op
          when 'eq' then '='
          when 'neq' then '<>'
          when 'lt' then '<'
          when 'lte' then '<='
          when 'gt' then '>'
          when 'gte' then '>='
          when 'like' then '~~'
          when 'ilike' then '~~*'
          when 'match' then '~'
          when 'imatch' then '~*'
        end,
        val_2,
        v_type
      ) into v_result;
  end case;
  return v_result <> negate;
end
$$;

-- Whether a row passes all filters. A column that the change does not tell never passes.
create or replace function realtime.is_visible_through_filters(
  columns realtime.wal_column[],
  filters realtime.user_defined_filter[]
)
returns boolean
language sql
stable
set search_path = ''
as $$
  select not exists (
    select
      from unnest(filters) f
      left join unnest(columns) c on c.name = f.column_name
     where case
         when c.name is null then true
         else realtime.check_equality_op(
           f.op, c.type_oid, c.value #>> '{}', f.value, coalesce(f.negate, false)
         ) is not true
       end
  )
$$;

-- What a filter must be to be compared at all; said at once to the one who subscribes, because a
-- filter that fails later can only be passed over in silence.
create or replace function realtime.check_filter(filter realtime.user_defined_filter, type_ regtype)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_is_text constant boolean := typcategory = 'S' from pg_catalog.pg_type where oid = type_;
begin
  case
    when filter.op = 'in' then
      if jsonb_array_length(
        realtime.cast(filter.value, (format_type(type_, -1) || '[]')::regtype)
      ) > 100 then
        raise exception 'too many values for `in` filter. Maximum 100';
      end if;
    when filter.op = 'is' then
      if filter.value in ('true', 'false', 'unknown') and type_ <> 'boolean'::regtype then
        raise exception 'is % filter requires a boolean column, got %', filter.value, type_;
      end if;
    when filter.op in ('like', 'ilike', 'match', 'imatch') then
      if not v_is_text then
        raise exception 'operator % requires a text-compatible column type, got %',
          filter.op, type_;
      end if;
      if filter.op in ('match', 'imatch') then
        begin
          perform '' ~ filter.value;
        exception when others then
          raise exception 'invalid regular expression for % filter: %', filter.op, sqlerrm;
        end;
      end if;
    else
      perform realtime.cast(filter.value, type_);
  end case;
  -- Raises where the type has no such operator.
  perform realtime.check_equality_op(filter.op, type_, null, filter.value);
end
$$;

create or replace function realtime.subscription_check_filters()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_readable constant text[] := array(
    select a.attname
      from pg_catalog.pg_attribute a
     where a.attrelid = new.entity
       and a.attnum > 0
       and not a.attisdropped
       and has_column_privilege(new.claims ->> 'role', a.attrelid, a.attnum, 'select')
  );
  v_filter realtime.user_defined_filter;
  v_column text;
begin
  foreach v_filter in array new.filters
  loop
    if v_filter.column_name <> all (v_readable) then
      raise exception 'invalid column for filter %', v_filter.column_name;
    end if;
    perform realtime.check_filter(v_filter, a.atttypid)
       from pg_catalog.pg_attribute a
      where a.attrelid = new.entity and a.attname = v_filter.column_name;
  end loop;

  foreach v_column in array coalesce(new.selected_columns, '{}')
  loop
    if v_column <> all (v_readable) then
      raise exception 'invalid column for select %', v_column;
    end if;
  end loop;

  -- In one order, so that equal wishes are equal rows.
  new.filters := array(
    select f from unnest(new.filters) f order by f.column_name, f.op, f.value, f.negate
  );
  if new.selected_columns is not null then
    new.selected_columns := array(select c from unnest(new.selected_columns) c order by c);
  end if;
  return new;
end
$$;

create or replace trigger tr_check_filters
  before insert or update on realtime.subscription
  for each row execute function realtime.subscription_check_filters();

alter function realtime.to_regrole(text) owner to supabase_realtime_admin;
alter function realtime.cast(text, regtype) owner to supabase_realtime_admin;
alter function realtime.check_equality_op(realtime.equality_op, regtype, text, text, boolean)
  owner to supabase_realtime_admin;
alter function
  realtime.is_visible_through_filters(realtime.wal_column[], realtime.user_defined_filter[])
  owner to supabase_realtime_admin;
alter function realtime.check_filter(realtime.user_defined_filter, regtype)
  owner to supabase_realtime_admin;
alter function realtime.subscription_check_filters() owner to supabase_realtime_admin;

comment on table realtime.subscription is
  'Who listens to which table through Postgres Changes; written and emptied by Realtime.';

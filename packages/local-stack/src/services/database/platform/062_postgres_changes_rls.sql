/*
 * Which subscribers hear of one change, and what of it. Called by Realtime as supabase_admin, who
 * may act as every role; the order of the checks and the shape of the result are hosted's.
 */

-- Replication tells of a commit a moment before other sessions see its rows. Waits for that moment;
-- `xid` is the transaction's number without epoch, as the replication protocol has it.
create or replace function realtime.await_visibility(xid bigint)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_snapshot pg_snapshot;
  v_newest numeric;
  v_xid numeric;
begin
  for v_attempt in 1..2000 loop
    v_snapshot := pg_current_snapshot();
    v_newest := pg_snapshot_xmax(v_snapshot)::text::numeric;
    v_xid := v_newest - mod(v_newest, 4294967296) + xid;
    if v_xid - v_newest > 2147483648 then
      v_xid := v_xid - 4294967296;
    elsif v_newest - v_xid > 2147483648 then
      v_xid := v_xid + 4294967296;
    end if;
    exit when pg_visible_in_snapshot(v_xid::text::xid8, v_snapshot);
    perform pg_sleep(0.0005);
  end loop;
end
$$;

create or replace function realtime.primary_key(entity regclass)
returns text[]
language sql
stable
set search_path = ''
as $$
  select coalesce(array_agg(a.attname::text), '{}')
    from pg_catalog.pg_index i
    join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
   where i.indrelid = entity and i.indisprimary
$$;

-- Columns of a change as it came; whether someone may read them is told per role afterwards.
create or replace function realtime.read_wal_columns(columns jsonb, primary_key text[])
returns realtime.wal_column[]
language sql
stable
set search_path = ''
as $$
  select coalesce(
    array_agg(
      row(
        c.name, null, c.typeoid, realtime.cast(c.value, c.typeoid), c.name = any (primary_key), null
      )::realtime.wal_column
    ),
    '{}'
  )
    from jsonb_to_recordset(columns) as c (name text, typeoid oid, value text)
$$;

create or replace function realtime.mark_selectable(
  columns realtime.wal_column[],
  entity regclass,
  reader regrole
)
returns realtime.wal_column[]
language sql
stable
set search_path = ''
as $$
  select coalesce(
    array_agg(
      row(
        c.name,
        c.type_name,
        c.type_oid,
        c.value,
        c.is_pkey,
        coalesce(has_column_privilege(reader, a.attrelid, a.attnum, 'select'), false)
      )::realtime.wal_column
    ),
    '{}'
  )
    from unnest(columns) c
    -- Not found: dropped since the change.
    left join pg_catalog.pg_attribute a on a.attrelid = entity and a.attname = c.name
$$;

-- The condition that finds a changed row again.
create or replace function realtime.row_condition(columns realtime.wal_column[])
returns text
language sql
stable
set search_path = ''
as $$
  select string_agg(
    format(
      '%I = %L',
      c.name,
      case when c.type_oid = 'bytea'::regtype then '\x' else '' end || (c.value #>> '{}')
    ),
    ' and '
  )
    from unnest(columns) c
   where c.is_pkey
$$;

create or replace function realtime.build_prepared_statement_sql(
  prepared_statement_name text,
  entity regclass,
  columns realtime.wal_column[]
)
returns text
language sql
stable
set search_path = ''
as $$
  select format(
    'prepare %I as select exists (select from %s where %s)',
    prepared_statement_name, entity, realtime.row_condition(columns)
  )
$$;

-- Replication leaves stored generated columns out (before PostgreSQL 18): they are read from the
-- row as it is now, unless the publication names its columns, and so leaves them out on purpose.
create or replace function realtime.generated_columns(
  entity regclass,
  columns realtime.wal_column[]
)
returns setof realtime.wal_column
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_missing text;
  v_values jsonb;
begin
  select string_agg(quote_ident(a.attname), ', ')
    into v_missing
    from pg_catalog.pg_attribute a
   where a.attrelid = entity
     and a.attgenerated = 's'
     and not exists (select from unnest(columns) c where c.name = a.attname)
     and not exists (
       select
         from pg_catalog.pg_publication_rel r
         join pg_catalog.pg_publication p on p.oid = r.prpubid
        where p.pubname = 'supabase_realtime' and r.prrelid = entity and r.prattrs is not null
     );
  if v_missing is null or realtime.row_condition(columns) is null then
    return;
  end if;
  execute format(
    'select to_jsonb(r) from (select %s from %s where %s) r',
    v_missing, entity, realtime.row_condition(columns)
  ) into v_values;
  return query
    select a.attname::text, null::text, a.atttypid, v_values -> a.attname, false, null::boolean
      from pg_catalog.pg_attribute a
     where a.attrelid = entity and v_values ? a.attname;
end
$$;

-- Those subscriptions whose filters a change passes. Many subscribers share few filters.
create or replace function realtime.subscriptions_passing(
  subscriptions realtime.subscription[],
  columns realtime.wal_column[]
)
returns bigint[]
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_filters record;
  v_passing bigint[] := '{}';
begin
  for v_filters in
    select s.filters as list, array_agg(s.id) as ids
      from unnest(subscriptions) s
     group by s.filters
  loop
    begin
      if realtime.is_visible_through_filters(columns, v_filters.list) then
        v_passing := v_passing || v_filters.ids;
      end if;
    exception when others then
      -- One subscriber's filter must not keep a change from the others.
      raise warning 'a filter of Postgres Changes failed: %', sqlerrm;
    end;
  end loop;
  return v_passing;
end
$$;

-- Those claims whose holder sees the changed row now, asked as the role itself. The search path is
-- the one under which the API asks the same policies.
create or replace function realtime.claims_that_see(
  entity regclass,
  columns realtime.wal_column[],
  reader regrole,
  claims jsonb[]
)
returns jsonb[]
language plpgsql
volatile
set search_path = public, extensions
as $$
declare
  v_role_before constant text := current_setting('role');
  v_reader constant text := pg_get_userbyid(reader);
  v_claims jsonb;
  v_sees boolean;
  v_seeing jsonb[] := '{}';
begin
  if exists (select from pg_prepared_statements where name = 'realtime_changed_row') then
    deallocate realtime_changed_row;
  end if;
  execute realtime.build_prepared_statement_sql('realtime_changed_row', entity, columns);

  foreach v_claims in array claims
  loop
    perform set_config('role', v_reader, true),
            set_config('request.jwt.claims', v_claims::text, true);
    begin
      execute 'execute realtime_changed_row' into v_sees;
    exception when others then
      v_sees := false;
      raise warning 'a policy of % failed for role %: %', entity, v_reader, sqlerrm;
    end;
    perform set_config('role', v_role_before, true),
            set_config('request.jwt.claims', '', true);
    if v_sees then
      v_seeing := v_seeing || v_claims;
    end if;
  end loop;
  return v_seeing;
end
$$;

create or replace function realtime.record_of(
  columns realtime.wal_column[],
  selected_columns text[],
  is_too_large boolean
)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(c.name, c.value), '{}')
    from unnest(columns) c
   where c.is_selectable
     and (selected_columns is null or c.is_pkey or c.name = any (selected_columns))
     and (not is_too_large or octet_length(c.value::text) <= 64)
$$;

-- Names and types of the columns that a role may know, in the table's order.
create or replace function realtime.columns_of(
  entity regclass,
  reader regrole,
  selected_columns text[]
)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(
    jsonb_agg(jsonb_build_object('name', a.attname, 'type', t.typname) order by a.attnum),
    '[]'
  )
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_type t on t.oid = a.atttypid
   where a.attrelid = entity
     and a.attnum > 0
     and not a.attisdropped
     and has_column_privilege(reader, a.attrelid, a.attnum, 'select')
     and (
       selected_columns is null
       or a.attname = any (selected_columns)
       or a.attname = any (realtime.primary_key(entity))
     )
$$;

-- `wal` is shaped as wal2json's format 2 (action I, U or D; schema, table, timestamp; columns and
-- identity with name, typeoid and text value), plus `xid`. One row a role and column selection.
create or replace function realtime.apply_rls(wal jsonb, max_record_bytes integer default 1048576)
returns setof realtime.wal_rls
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_entity constant regclass := to_regclass(format('%I.%I', wal ->> 'schema', wal ->> 'table'));
  v_action constant realtime.action :=
    case wal ->> 'action' when 'I' then 'INSERT' when 'U' then 'UPDATE' when 'D' then 'DELETE' end;
  v_is_too_large constant boolean := octet_length(wal::text) > max_record_bytes;
  v_key constant text[] := realtime.primary_key(v_entity);
  v_has_rls boolean := relrowsecurity from pg_catalog.pg_class where oid = v_entity;
  v_head jsonb := jsonb_build_object(
    'schema', wal -> 'schema', 'table', wal -> 'table', 'type', v_action
  );
  v_columns realtime.wal_column[];
  v_identity realtime.wal_column[];
  v_reader record;
  v_group record;
  v_passing bigint[];
  v_hearing realtime.subscription[];
  v_seeing jsonb[];
  v_error text;
begin
  -- A table that is gone meanwhile is nobody's business any more.
  if v_entity is null or v_action is null then
    return;
  end if;
  v_identity := realtime.read_wal_columns(wal -> 'identity', v_key);
  if v_action <> 'DELETE' then
    perform realtime.await_visibility((wal ->> 'xid')::bigint);
    v_columns := realtime.read_wal_columns(wal -> 'columns', v_key);
    v_columns := v_columns || array(
      select c from realtime.generated_columns(v_entity, v_columns) c
    );
  end if;

  for v_reader in
    select s.claims_role as role, array_agg(s) as subscriptions
      from realtime.subscription s
      join pg_catalog.pg_roles r on r.oid = s.claims_role
     where s.entity = v_entity and s.action_filter in ('*', v_action::text)
     group by s.claims_role
  loop
    v_columns := realtime.mark_selectable(v_columns, v_entity, v_reader.role);
    v_identity := realtime.mark_selectable(v_identity, v_entity, v_reader.role);
    v_error := case
      when v_action = 'DELETE' then null
      when v_key = '{}' then 'Error 400: Bad Request, no primary key'
      when exists (select from unnest(v_columns) c where c.is_pkey and not c.is_selectable)
        then 'Error 401: Unauthorized'
    end;
    if v_error is not null then
      return next (
        v_head || '{"commit_timestamp": null, "columns": []}'
          || case when v_action = 'UPDATE' then '{"old_record": {}}' else '{}' end::jsonb
          || '{"record": {}}',
        v_has_rls,
        array(select s.subscription_id from unnest(v_reader.subscriptions) s), array[v_error]
      )::realtime.wal_rls;
      continue;
    end if;

    v_passing := realtime.subscriptions_passing(
      v_reader.subscriptions,
      case when v_action = 'DELETE' then v_identity else v_columns end
    );
    v_hearing := array(select s from unnest(v_reader.subscriptions) s where s.id = any (v_passing));
    if v_has_rls and v_action <> 'DELETE' and cardinality(v_hearing) > 0 then
      v_seeing := realtime.claims_that_see(
        v_entity, v_columns, v_reader.role, array(select distinct s.claims from unnest(v_hearing) s)
      );
      v_hearing := array(select s from unnest(v_hearing) s where s.claims = any (v_seeing));
    end if;

    for v_group in
      select s.selected_columns as selection, array_agg(s.subscription_id) as subscription_ids
        from unnest(v_hearing) s
       group by s.selected_columns
    loop
      return next (
        v_head || jsonb_build_object(
          'commit_timestamp', wal -> 'timestamp',
          'columns', realtime.columns_of(v_entity, v_reader.role, v_group.selection)
        ) || case when v_action = 'DELETE' then '{}' else jsonb_build_object(
          'record', realtime.record_of(v_columns, v_group.selection, v_is_too_large)
        ) end || case when v_action = 'INSERT' then '{}' else jsonb_build_object(
          'old_record', realtime.record_of(
            -- Nobody can be asked whether they saw a row that is gone: its key is all they get.
            array(
              select c
                from unnest(v_identity) c
               where c.is_pkey or not (v_has_rls and v_action = 'DELETE')
            ),
            v_group.selection,
            v_is_too_large
          )
        ) end,
        v_has_rls,
        v_group.subscription_ids,
        case when v_is_too_large then array['Error 413: Payload Too Large'] else '{}' end
      )::realtime.wal_rls;
    end loop;
  end loop;
end
$$;

alter function
  realtime.build_prepared_statement_sql(text, regclass, realtime.wal_column[])
  owner to supabase_realtime_admin;
alter function realtime.apply_rls(jsonb, integer) owner to supabase_realtime_admin;

comment on function realtime.apply_rls(jsonb, integer) is
  'What each subscriber of Postgres Changes may be told of one change; called by Realtime alone.';

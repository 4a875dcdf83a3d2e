/*
 * Hosted lets `postgres` manage policies and triggers on tables of auth, storage and realtime
 * without owning them (its module supautils), and refuses everything else there. Membership in the
 * owning roles stands in for the first half, the event triggers below for the second.
 */
grant supabase_auth_admin, supabase_storage_admin, supabase_realtime_admin
  to postgres with inherit true, set false, admin false;

create or replace function extensions.guard_platform_schemas()
returns event_trigger
language plpgsql
set search_path = pg_catalog
as $$
declare
  v_platform_schemas constant text[] := array['auth', 'realtime', 'storage'];
  v_refused text;
begin
  -- The stack itself works as supabase_admin.
  if session_user <> 'postgres' then
    return;
  end if;

  if tg_event = 'sql_drop' then
    select object_identity
    into v_refused
    from pg_event_trigger_dropped_objects()
    where original
      and address_names[1] = any (v_platform_schemas)
      and object_type not in ('trigger', 'policy')
    limit 1;
  else
    select object_identity
    into v_refused
    from pg_event_trigger_ddl_commands()
    where schema_name = any (v_platform_schemas)
      and not in_extension
      and command_tag not in (
        'GRANT', 'REVOKE', 'ALTER DEFAULT PRIVILEGES',
        'CREATE POLICY', 'ALTER POLICY', 'CREATE TRIGGER'
      )
    limit 1;
  end if;

  if v_refused is not null then
    raise exception 'must be owner of %', v_refused
      using
        errcode = '42501',
        hint = 'Hosted Supabase refuses this as well: in auth, realtime and storage a migration '
          || 'may change policies, triggers and grants only.';
  end if;
end
$$;

do $$
begin
  if not exists (select from pg_event_trigger where evtname = 'guard_platform_ddl') then
    create event trigger guard_platform_ddl on ddl_command_end
      execute function extensions.guard_platform_schemas();
    create event trigger guard_platform_drop on sql_drop
      execute function extensions.guard_platform_schemas();
  end if;
end
$$;

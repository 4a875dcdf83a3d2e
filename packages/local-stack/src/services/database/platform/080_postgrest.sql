/*
 * What PostgREST needs of the database: news of every change of the schema, and plans that fit it.
 */

-- PostgREST prepares each distinct statement once per connection. Its parameters are ids and JSON
-- bodies, which custom plans learn nothing from: planning anew each time costs about a tenth.
alter role authenticator set plan_cache_mode = 'force_generic_plan';

/*
 * PostgREST listens on channel pgrst and reads the catalogue anew when told to.
 * https://docs.postgrest.org/en/v12/references/schema_cache.html
 * Changes in the platform's own schemas are left out: they are not exposed.
 */
create or replace function extensions.pgrst_ddl_watch()
returns event_trigger
language plpgsql
set search_path = ''
as $$
begin
  if exists (
    select
    from pg_catalog.pg_event_trigger_ddl_commands() as command
    where command.command_tag in (
        'CREATE SCHEMA', 'ALTER SCHEMA',
        'CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'ALTER TABLE',
        'CREATE FOREIGN TABLE', 'ALTER FOREIGN TABLE',
        'CREATE VIEW', 'ALTER VIEW', 'CREATE MATERIALIZED VIEW', 'ALTER MATERIALIZED VIEW',
        'CREATE FUNCTION', 'ALTER FUNCTION', 'CREATE TRIGGER', 'CREATE TYPE', 'ALTER TYPE',
        'CREATE RULE', 'COMMENT'
      )
      and coalesce(command.schema_name, '')
        not in ('auth', 'realtime', '_realtime', 'storage', 'pg_temp')
  ) then
    notify pgrst, 'reload schema';
  end if;
end;
$$;

create or replace function extensions.pgrst_drop_watch()
returns event_trigger
language plpgsql
set search_path = ''
as $$
begin
  if exists (
    select
    from pg_catalog.pg_event_trigger_dropped_objects() as dropped
    where dropped.object_type in (
        'schema', 'table', 'foreign table', 'view', 'materialized view', 'function', 'trigger',
        'type', 'rule'
      )
      and not dropped.is_temporary
      and coalesce(dropped.schema_name, '') not in ('auth', 'realtime', '_realtime', 'storage')
  ) then
    notify pgrst, 'reload schema';
  end if;
end;
$$;

do $$
begin
  if not exists (select from pg_catalog.pg_event_trigger where evtname = 'pgrst_ddl_watch') then
    create event trigger pgrst_ddl_watch
      on ddl_command_end execute function extensions.pgrst_ddl_watch();
  end if;
  if not exists (select from pg_catalog.pg_event_trigger where evtname = 'pgrst_drop_watch') then
    create event trigger pgrst_drop_watch
      on sql_drop execute function extensions.pgrst_drop_watch();
  end if;
end;
$$;

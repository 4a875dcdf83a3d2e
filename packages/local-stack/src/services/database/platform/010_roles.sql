/*
 * The roles of a hosted project, with hosted's attributes. `supabase_admin` made the cluster and is
 * the only superuser; `postgres`, whom migrations run as, is not one: what hosted refuses a
 * migration is refused here. Passwords are set by the stack, a random one a role.
 */
set client_min_messages = warning;

do $$
declare
  v_role record;
begin
  for v_role in
    select *
    from (values
      ('postgres', 'login nosuperuser createdb createrole replication bypassrls inherit'),
      ('anon', 'nologin inherit'),
      ('authenticated', 'nologin inherit'),
      ('service_role', 'nologin inherit bypassrls'),
      ('authenticator', 'login noinherit'),
      ('supabase_auth_admin', 'login noinherit'),
      ('supabase_storage_admin', 'login noinherit'),
      ('supabase_functions_admin', 'login noinherit'),
      ('supabase_replication_admin', 'login replication'),
      ('supabase_read_only_user', 'login bypassrls'),
      ('supabase_realtime_admin', 'nologin noinherit'),
      ('dashboard_user', 'nologin createdb createrole replication'),
      ('pgbouncer', 'nologin')
    ) as role (name, attributes)
  loop
    if not exists (select from pg_roles where rolname = v_role.name) then
      execute format('create role %I', v_role.name);
    end if;
    execute format('alter role %I %s', v_role.name, v_role.attributes);
  end loop;
end
$$;

-- Who may become whom. REST and Storage switch to the role of a request's token through
-- `authenticator`.
grant anon, authenticated, service_role to authenticator;
grant authenticator to supabase_storage_admin;
grant anon, authenticated, service_role to postgres with admin option;
-- Admin only: documented project settings are `alter role authenticator set pgrst.…`, in a
-- migration.
grant authenticator to postgres with admin true, inherit false, set false;
grant supabase_functions_admin to postgres;
grant pg_monitor, pg_read_all_data, pg_signal_backend, pg_create_subscription to postgres;
grant pg_read_all_data to supabase_read_only_user;

-- Since PostgreSQL 16 a custom setting in `alter role … set` needs a grant on the parameter (hosted
-- has an allow-list for the same).
do $$
declare
  v_parameter text;
begin
  foreach v_parameter in array array[
    'pgrst.db_aggregates_enabled', 'pgrst.db_pre_request', 'pgrst.db_max_rows', 'pgrst.db_schemas',
    'pgrst.db_plan_enabled', 'pgrst.openapi_mode', 'pgrst.jwt_secret', 'app.settings.jwt_secret',
    'session_replication_role', 'track_io_timing', 'log_min_duration_statement',
    'storage.allow_delete_query'
  ]
  loop
    execute format('grant set on parameter %s to postgres', v_parameter);
  end loop;
end
$$;

-- `postgres` owns the database and through pg_database_owner the schema public.
alter database postgres owner to postgres;
grant all on database postgres to postgres;
grant create on database postgres to supabase_auth_admin;

alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role authenticator set statement_timeout = '8s';
alter role authenticator set lock_timeout = '8s';
alter role authenticator set search_path = "$user", public, extensions;
alter role postgres set search_path = "$user", public, extensions;
alter role supabase_admin set search_path = "$user", public, auth, extensions;
alter role supabase_auth_admin set search_path = auth;
alter role supabase_auth_admin set idle_in_transaction_session_timeout = '60s';
alter role supabase_storage_admin set search_path = storage;
alter role supabase_storage_admin set storage.allow_delete_query = 'true';
alter role supabase_functions_admin set search_path = supabase_functions;

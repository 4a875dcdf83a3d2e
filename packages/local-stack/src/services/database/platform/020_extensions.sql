/*
 * Schema `extensions`: what a hosted project finds installed on its first day.
 */
create schema if not exists extensions;
grant all on schema extensions to postgres, dashboard_user;
grant usage on schema extensions
  to anon, authenticated, service_role, supabase_auth_admin, supabase_storage_admin;

create extension if not exists "uuid-ossp" with schema extensions;
create extension if not exists pgcrypto with schema extensions;
create extension if not exists pg_stat_statements with schema extensions;

grant all on all tables in schema extensions to postgres with grant option;
grant all on all routines in schema extensions to postgres with grant option;
alter default privileges in schema extensions grant all on tables to postgres with grant option;
alter default privileges in schema extensions grant all on routines to postgres with grant option;

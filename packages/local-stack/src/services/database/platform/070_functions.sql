/*
 * Schemas of parts that this platform does not run, present because config.toml names the one and
 * hosted migrations may grant on the other: pg_graphql (off by default on hosted since 2026-05) and
 * database webhooks (created there when somebody turns them on).
 */
create schema if not exists graphql_public;
grant usage on schema graphql_public to postgres, anon, authenticated, service_role;

create schema if not exists supabase_functions;
grant usage on schema supabase_functions to postgres, anon, authenticated, service_role;

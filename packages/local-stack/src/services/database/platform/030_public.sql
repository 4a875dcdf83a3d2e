/*
 * Schema public: what the API shows.
 * Owned by pg_database_owner, hence by postgres, so that a migration may do there what it likes.
 */
grant usage on schema public to postgres, anon, authenticated, service_role;

/*
 * Default privileges, as a hosted project has them since 2026-05-30 (supabase.com/changelog, no.
 * 45329): what a migration creates is not exposed until it says so with a grant.
 *
 * Set once and never again: migrations change the defaults of postgres too, and a later run of this
 * file must not take that back. The defaults of supabase_admin, which no migration can touch, tell
 * whether this has happened.
 */
do $$
begin
  if exists (
    select
    from pg_catalog.pg_default_acl
    where defaclrole = 'supabase_admin'::pg_catalog.regrole
      and defaclnamespace = 'public'::pg_catalog.regnamespace
  ) then
    return;
  end if;

  alter default privileges for role supabase_admin, postgres in schema public
    grant all on tables to postgres, anon, authenticated, service_role;
  alter default privileges for role supabase_admin, postgres in schema public
    grant all on functions to postgres, anon, authenticated, service_role;
  alter default privileges for role supabase_admin, postgres in schema public
    grant all on sequences to postgres, anon, authenticated, service_role;

  -- The verbs that hosted takes back are exactly these. TRUNCATE, REFERENCES, TRIGGER and MAINTAIN
  -- on tables and UPDATE on sequences stay, and so does everybody's EXECUTE on functions.
  alter default privileges for role postgres in schema public
    revoke select, insert, update, delete on tables from anon, authenticated, service_role;
  alter default privileges for role postgres in schema public
    revoke usage, select on sequences from anon, authenticated, service_role;
  alter default privileges for role postgres in schema public
    revoke execute on functions from anon, authenticated, service_role;
end;
$$;

import { describe, expect } from "vitest";
import { test } from "../helpers/test.ts";

/** What a visitor without an account may call: the page behind an invitation's link, and a hostname's. */
const openToVisitors = ["preview_invitation(text)", "resolve_organization(text)"];

describe("tables and views of the API", () => {
  test("have row-level security", async ({ db }) => {
    const open = await db.all(`
      select oid::regclass::text as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relrowsecurity`);
    expect(open).toEqual([]);
  });

  test("give nothing to anon, and nothing to everybody", async ({ db }) => {
    const granted = await db.all(`
      select relname, coalesce(grantee::regrole::text, 'public') as grantee, privilege_type
      from pg_class, aclexplode(relacl)
      where relnamespace = 'public'::regnamespace and (grantee = 0 or grantee = 'anon'::regrole)`);
    expect(granted).toEqual([]);
  });

  test("give the four verbs to the service and no more", async ({ db }) => {
    const rows = await db.all(`
      select relname, string_agg(privilege_type, ' ' order by privilege_type) as verbs
      from pg_class
      left join aclexplode(relacl) as acl on grantee = 'service_role'::regrole
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      group by relname
      having string_agg(privilege_type, ' ' order by privilege_type)
        is distinct from 'DELETE INSERT SELECT UPDATE'`);
    expect(rows).toEqual([]);
  });

  test("name the columns that people may insert and update", async ({ db }) => {
    const whole = await db.all(`
      select relname, privilege_type from pg_class, aclexplode(relacl)
      where relnamespace = 'public'::regnamespace
        and grantee = 'authenticated'::regrole
        and privilege_type not in ('SELECT', 'DELETE')`);
    expect(whole).toEqual([]);
  });

  test("are views with the rights of the caller", async ({ db }) => {
    const definer = await db.all(`
      select relname from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'v'
        and not coalesce('security_invoker=true' = any (reloptions), false)`);
    expect(definer).toEqual([]);
  });
});

describe("functions", () => {
  test("run with elevated rights only in private", async ({ db }) => {
    const elevated = await db.all(`
      select oid::regprocedure::text as name from pg_proc
      where pronamespace = 'public'::regnamespace and prosecdef`);
    expect(elevated).toEqual([]);
  });

  test("have an empty search path", async ({ db }) => {
    const open = await db.all(`
      select oid::regprocedure::text as name from pg_proc
      where pronamespace in ('public'::regnamespace, 'private'::regnamespace)
        and not coalesce('search_path=""' = any (proconfig), false)`);
    expect(open).toEqual([]);
  });

  test("are executed by nobody without a grant by name", async ({ db }) => {
    const open = await db.all(`
      select oid::regprocedure::text as name from pg_proc
      where pronamespace in ('public'::regnamespace, 'private'::regnamespace)
        and (proacl is null or exists (select from aclexplode(proacl) where grantee = 0))`);
    expect(open).toEqual([]);
  });

  test("are executed by anon only where the list above says so", async ({ db }) => {
    const open = await db.all<{ name: string }>(`
      select oid::regprocedure::text as name from pg_proc
      where pronamespace in ('public'::regnamespace, 'private'::regnamespace)
        and has_function_privilege('anon', oid, 'execute')
      order by 1`);
    const expected = openToVisitors.flatMap((name) => [name, `private.${name}`]);
    // Runs before each request of whoever makes it, and only ever refuses.
    expected.push("private.check_request()");
    expect(open.map(({ name }) => name)).toEqual(expected.sort());
  });

  test("say why they are elevated", async ({ db }) => {
    const silent = await db.all(`
      select oid::regprocedure::text as name from pg_proc
      where pronamespace = 'private'::regnamespace and prosecdef and prosrc !~ '-- Elevated because'`);
    expect(silent).toEqual([]);
  });
});

test("what is created later is born without privileges", async ({ db }) => {
  await db.all("create table public.later (id int)");
  await db.all("create sequence public.later_number");
  await db.all("create function public.later() returns int language sql as 'select 1'");
  const granted = await db.all(`
    select coalesce(nullif(acl.grantee, 0)::regrole::text, 'public') as grantee, acl.privilege_type
    from (
      select relacl as acl from pg_class where relname in ('later', 'later_number')
      union all
      select coalesce(proacl, acldefault('f', proowner)) from pg_proc where proname = 'later'
    ) as object, aclexplode(object.acl) as acl
    where acl.grantee <> 'postgres'::regrole`);
  expect(granted).toEqual([]);
});

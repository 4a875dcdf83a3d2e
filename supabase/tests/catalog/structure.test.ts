import { describe, expect } from "vitest";
import { test } from "../helpers/test.ts";

describe("foreign keys", () => {
  test("have an index that leads with their columns", async ({ db }) => {
    const unindexed = await db.all(`
      select conrelid::regclass::text as table, conname from pg_constraint as fk
      where contype = 'f'
        and connamespace in ('public'::regnamespace, 'private'::regnamespace)
        and not exists (
          select from pg_index
          where indrelid = fk.conrelid
            and indpred is null
            and (indkey::int2[])[0:cardinality(fk.conkey) - 1] @> fk.conkey
        )`);
    expect(unindexed).toEqual([]);
  });

  test("between tenant tables name the organization", async ({ db }) => {
    const loose = await db.all(`
      with tenant as (
        select attrelid from pg_attribute join pg_class on pg_class.oid = attrelid
        where attname = 'organization_id' and relnamespace = 'public'::regnamespace and relkind = 'r'
      )
      select conrelid::regclass::text as table, conname
      from pg_constraint
      where contype = 'f'
        and conrelid in (select attrelid from tenant)
        and confrelid in (select attrelid from tenant)
        and not exists (
          select from pg_attribute
          where attrelid = conrelid and attnum = any (conkey) and attname = 'organization_id'
        )`);
    expect(loose).toEqual([]);
  });

  test("to a member give the column up when the member goes", async ({ db }) => {
    const keys = await db.all(`
      select conname from pg_constraint
      where contype = 'f' and confrelid = 'public.memberships'::regclass and confdeltype = 'a'`);
    expect(keys).toEqual([]);
  });
});

describe("rows that people edit", () => {
  test("count and date their changes", async ({ db }) => {
    const careless = await db.all(`
      select attrelid::regclass::text as table from pg_attribute join pg_class on pg_class.oid = attrelid
      where relnamespace = 'public'::regnamespace and relkind = 'r' and attname = 'version'
        and not exists (
          select from pg_trigger
          where tgrelid = attrelid and tgname = '_900_count_change'
            and tgfoid = 'private.tg_any__count_change()'::regprocedure
        )`);
    expect(careless).toEqual([]);
  });

  test("have a version wherever an update is granted", async ({ db }) => {
    const unversioned = await db.all(`
      select distinct table_name from information_schema.column_privileges
      where table_schema = 'public' and grantee = 'authenticated' and privilege_type = 'UPDATE'
        and table_name not in (
          select table_name from information_schema.columns
          where table_schema = 'public' and column_name = 'version'
        )`);
    expect(unversioned).toEqual([]);
  });
});

describe("read-only states", () => {
  test("every table of an organization refuses writes while it is suspended", async ({ db }) => {
    const careless = await db.all(`
      select attrelid::regclass::text as table from pg_attribute join pg_class on pg_class.oid = attrelid
      where relnamespace = 'public'::regnamespace and relkind = 'r' and attname = 'organization_id'
        and not exists (
          -- 1 row, 4 insert, 8 delete, 16 update; without 2 it runs after the row
          select from pg_trigger
          where tgrelid = attrelid and tgtype = 1 + 4 + 8 + 16
            and tgfoid = 'private.tg_any__refuse_suspended()'::regprocedure
        )`);
    expect(careless).toEqual([]);
  });

  test("every table below a project refuses writes while it is archived", async ({ db }) => {
    const careless = await db.all(`
      select attrelid::regclass::text as table from pg_attribute join pg_class on pg_class.oid = attrelid
      where relnamespace = 'public'::regnamespace and relkind = 'r' and attname = 'project_id'
        -- Who may look at an archived project can still change.
        and relname <> 'project_members'
        and not exists (
          select from pg_trigger
          where tgrelid = attrelid and tgtype = 1 + 4 + 8 + 16
            and tgfoid = 'private.tg_any__refuse_archived_project()'::regprocedure
        )`);
    expect(careless).toEqual([]);
  });
});

test("everything public is described", async ({ db }) => {
  const silent = await db.all(`
    select oid::regclass::text as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v')
      and obj_description(oid, 'pg_class') is null
    union all
    select oid::regprocedure::text from pg_proc
    where pronamespace = 'public'::regnamespace and obj_description(oid, 'pg_proc') is null
    union all
    select attrelid::regclass || '.' || attname from pg_attribute
    where attname in ('version', 'position', 'timezone', 'currency')
      and attnum > 0 and attrelid in (
        select oid from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      )
      and col_description(attrelid, attnum) is null`);
  expect(silent).toEqual([]);
});

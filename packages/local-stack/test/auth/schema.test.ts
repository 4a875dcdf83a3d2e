import { readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let postgres: pg.Client;
beforeAll(async () => {
  database = await startTestDatabase();
  postgres = new pg.Client(database.address("postgres"));
  await postgres.connect();
});
afterAll(async () => {
  await postgres.end();
  await database[Symbol.asyncDispose]();
});

const one = async (text: string, values: unknown[] = []) =>
  (await postgres.query(text, values)).rows[0];

describe("the tables of auth", () => {
  test("belong to Auth, with row-level security and no policy", async () => {
    const { rows } = await postgres.query(`
      select c.relname as name
      from pg_class c
      where c.relnamespace = 'auth'::regnamespace and c.relkind = 'r'
        and not (
          c.relrowsecurity
          and pg_get_userbyid(c.relowner) = 'supabase_auth_admin'
          and not exists (select from pg_policy p where p.polrelid = c.oid)
        )`);
    expect(rows).toEqual([]);
    expect(
      await one("select count(*)::int as tables from pg_tables where schemaname = 'auth'"),
    ).toEqual({ tables: 12 });
  });

  test.each(["anon", "authenticated", "service_role"])("show %s nothing", async (role) => {
    await postgres.query(`set role ${role}`);
    try {
      await expect(postgres.query("select from auth.users")).rejects.toMatchObject({
        code: "42501",
      });
    } finally {
      await postgres.query("reset role");
    }
  });

  test("let a migration reference them, put triggers on them and pass reading on", async () => {
    await postgres.query(`
      create table public.people (id uuid primary key references auth.users on delete cascade);
      create function public.make_person() returns trigger language plpgsql as $$
      begin insert into public.people values (new.id); return new; end $$;
      grant insert on public.people to supabase_auth_admin;
      create trigger make_person after insert on auth.users
        for each row execute function public.make_person();
      grant select on auth.users to service_role;
      insert into auth.users (id, email) values (gen_random_uuid(), 'seed@example.com');
    `);
    expect(await one("select count(*)::int as people from public.people")).toEqual({ people: 1 });
  });

  test.each([
    "create table auth.mine ()",
    "alter table auth.users add column mine text",
    "drop table auth.sessions cascade",
    "create or replace function auth.uid() returns uuid language sql as 'select null::uuid'",
  ])("refuse a migration what hosted refuses: %s", async (statement) => {
    await expect(postgres.query(statement)).rejects.toMatchObject({ code: "42501" });
  });

  test("keep addresses unique, single sign-on apart", async () => {
    const insert = (sso: boolean) =>
      postgres.query(
        `insert into auth.users (id, email, is_sso_user)
        values (gen_random_uuid(), 'one@example.com', $1)`,
        [sso],
      );
    await insert(false);
    await insert(true);
    await insert(true);
    await expect(insert(false)).rejects.toMatchObject({ constraint: "users_email_partial_key" });
  });

  test("are laid down again without a change when the file runs again", async () => {
    const file = join(import.meta.dirname, "../../src/services/database/platform/040_auth.sql");
    const admin = new pg.Client(database.address("supabase_admin"));
    await admin.connect();
    try {
      const count = `select count(*)::int as columns
        from information_schema.columns where table_schema = 'auth'`;
      const before = await one(count);
      await admin.query(await readFile(file, "utf8"));
      expect(await one(count)).toEqual(before);
    } finally {
      await admin.end();
    }
  });

  test("find an address by an index, in either spelling", async () => {
    await postgres.query(`
      insert into auth.users (instance_id, id, email)
      select '00000000-0000-0000-0000-000000000000', gen_random_uuid(), n || '@example.com'
      from generate_series(1, 5000) as n`);
    await postgres.query("analyze auth.users");
    const { rows } = await postgres.query(`
      explain select from auth.users u
      where not u.is_sso_user
        and (u.email = 'a@b.c'
          or (u.instance_id = '00000000-0000-0000-0000-000000000000'
            and lower(u.email) = 'a@b.c'))`);
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan).toContain("users_email_partial_key");
    expect(plan).toContain("users_instance_id_email_idx");
  });
});

describe("what policies ask", () => {
  const CLAIMS = JSON.stringify({
    sub: "11111111-1111-4111-8111-111111111111",
    role: "authenticated",
    email: "ada@example.com",
    app_metadata: { plan: "pro" },
  });
  const ask = async (settings: Record<string, string>) => {
    await postgres.query("begin");
    try {
      for (const [name, value] of Object.entries(settings)) {
        await postgres.query("select set_config($1, $2, true)", [name, value]);
      }
      return await one(
        "select auth.uid() as uid, auth.role() as role, auth.email() as email, auth.jwt() as jwt",
      );
    } finally {
      await postgres.query("rollback");
    }
  };

  test("is read from request.jwt.claims", async () => {
    expect(await ask({ "request.jwt.claims": CLAIMS })).toEqual({
      uid: "11111111-1111-4111-8111-111111111111",
      role: "authenticated",
      email: "ada@example.com",
      jwt: JSON.parse(CLAIMS),
    });
  });

  test("is read from the older settings, one a claim", async () => {
    expect(
      await ask({
        "request.jwt.claim.sub": "22222222-2222-4222-8222-222222222222",
        "request.jwt.claim.role": "anon",
        "request.jwt.claim.email": "grace@example.com",
        "request.jwt.claim": '{"old": true}',
      }),
    ).toEqual({
      uid: "22222222-2222-4222-8222-222222222222",
      role: "anon",
      email: "grace@example.com",
      jwt: { old: true },
    });
  });

  test("is null without a token", async () => {
    expect(await ask({ "request.jwt.claims": "" })).toEqual({
      uid: null,
      role: null,
      email: null,
      jwt: null,
    });
  });
});

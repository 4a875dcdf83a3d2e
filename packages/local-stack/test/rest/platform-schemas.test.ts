import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applyPlatformSql, readPlatformSql } from "../../src/services/database/platform.ts";
import { startTestDatabase } from "../support/database.ts";

let database: Awaited<ReturnType<typeof startTestDatabase>>;
let migration: pg.Client;

beforeAll(async () => {
  database = await startTestDatabase();
  migration = new pg.Client(database.address("postgres"));
  await migration.connect();
});
afterAll(async () => {
  await migration?.end();
  await database?.[Symbol.asyncDispose]();
});

const one = async (sql: string, values?: unknown[]) => (await migration.query(sql, values)).rows[0];

async function as<T>(role: string, settings: Record<string, string>, work: () => Promise<T>) {
  await migration.query("begin");
  try {
    await migration.query(`set local role ${role}`);
    for (const [name, value] of Object.entries(settings)) {
      await migration.query("select set_config($1, $2, true)", [name, value]);
    }
    return await work();
  } finally {
    await migration.query("rollback");
  }
}

describe("schema public", () => {
  const privileges = (table: string) =>
    one(
      `select array_agg(privilege order by privilege) as held
       from unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'trigger']) privilege
       where has_table_privilege('anon', $1, privilege)`,
      [table],
    );

  test("exposes a new table to nobody, service_role included", async () => {
    await migration.query("create table public.fresh (id int generated always as identity)");
    expect(await privileges("public.fresh")).toEqual({ held: ["trigger", "truncate"] });
    expect(
      await one("select has_table_privilege('service_role', 'public.fresh', 'select') as held"),
    ).toEqual({ held: false });
  });

  test("keeps what a migration revoked when the platform's SQL runs again", async () => {
    await migration.query(
      "alter default privileges in schema public revoke all on tables from anon, authenticated, service_role",
    );
    await applyPlatformSql(database.address("supabase_admin"), await readPlatformSql());
    await migration.query("create table public.later (id int)");
    expect(await privileges("public.later")).toEqual({ held: null });
  });
});

describe("schema storage", () => {
  test("takes buckets and policies from a migration, and refuses its changes of tables", async () => {
    await migration.query(`
      insert into storage.buckets (id, name) values ('papers', 'papers')
        on conflict (id) do update set public = excluded.public;
      create policy read_own_folder on storage.objects for select to authenticated
        using ((storage.foldername(name))[1] = auth.uid()::text);
      create policy write_own_folder on storage.objects for insert to authenticated
        with check ((storage.foldername(name))[1] = auth.uid()::text);
    `);
    await expect(migration.query("alter table storage.objects add extra int")).rejects.toThrow(
      expect.objectContaining({ code: "42501" }),
    );
  });

  test("gives each user what the policies give", async () => {
    const user = "00000000-0000-4000-8000-000000000001";
    const claims = { "request.jwt.claims": JSON.stringify({ sub: user, role: "authenticated" }) };
    const insert = (name: string) =>
      migration.query("insert into storage.objects (bucket_id, name) values ('papers', $1)", [
        name,
      ]);
    await as("authenticated", claims, async () => {
      await insert(`${user}/a.txt`);
      expect(await one("select path_tokens, is_versioned from storage.objects")).toEqual({
        path_tokens: [user, "a.txt"],
        is_versioned: false,
      });
      await expect(insert("elsewhere/a.txt")).rejects.toThrow(
        expect.objectContaining({ code: "42501" }),
      );
    });
  });

  test("lets nobody delete rows in SQL unless they say that they know", async () => {
    const removal = () => migration.query("delete from storage.buckets where id = 'none'");
    await expect(removal()).rejects.toThrow(/Direct deletion/);
    await as("service_role", { "storage.allow_delete_query": "true" }, removal);
  });

  test("takes paths apart and knows the operation as on hosted", async () => {
    const parts = `select storage.foldername($1) as folder, storage.filename($1) as file,
      storage.extension($1) as extension`;
    expect(await one(parts, ["a/b/c.tar.gz"])).toEqual({
      folder: ["a", "b"],
      file: "c.tar.gz",
      extension: "gz",
    });
    expect(await one(parts, ["plain"])).toEqual({ folder: [], file: "plain", extension: "plain" });
    await as("anon", { "storage.operation": "storage.object.list" }, async () => {
      expect(
        await one(`select storage.allow_only_operation('object.list') as bare,
          storage.allow_any_operation(array['x', 'storage.object.list']) as listed,
          storage.allow_only_operation('storage.object.get') as other,
          storage.allow_any_operation(null) as none`),
      ).toEqual({ bare: true, listed: true, other: false, none: false });
    });
  });

  test("bounds the length of a bucket's name", async () => {
    await expect(
      migration.query("insert into storage.buckets (id, name) values ('long', $1)", [
        "x".repeat(101),
      ]),
    ).rejects.toThrow(/too long/);
  });
});

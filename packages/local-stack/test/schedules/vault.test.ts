import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SchedulesUnderTest, serve, startSchedules } from "./support.ts";

let schedules: SchedulesUnderTest;
beforeAll(async () => {
  schedules = await startSchedules();
});
afterAll(() => schedules[Symbol.asyncDispose]());

const secretOf = async (name: string) =>
  (await schedules.rows("select * from vault.decrypted_secrets where name = $1", [name]))[0];

describe("a secret", () => {
  it("is kept encrypted and read back", async () => {
    const [made] = await schedules.rows(
      "select vault.create_secret('s3cret ü', 'key', 'what it is for') as id",
    );
    expect(await secretOf("key")).toMatchObject({
      id: made?.id,
      decrypted_secret: "s3cret ü",
      description: "what it is for",
    });
    const [stored] = await schedules.rows("select secret, nonce from vault.secrets");
    expect(String(stored?.secret)).not.toContain("s3cret");
  });

  it("can be changed in part", async () => {
    const [made] = await schedules.rows("select vault.create_secret('old', 'changing') as id");
    await schedules.rows("select vault.update_secret($1, 'new')", [made?.id]);
    await schedules.rows("select vault.update_secret($1, null, 'renamed', 'described')", [
      made?.id,
    ]);
    expect(await secretOf("renamed")).toMatchObject({
      decrypted_secret: "new",
      description: "described",
    });
  });

  it("has a name of its own", async () => {
    await schedules.rows("select vault.create_secret('1', 'once')");
    await expect(schedules.rows("select vault.create_secret('2', 'once')")).rejects.toMatchObject({
      code: "23505",
    });
  });

  it("does not open in another row", async () => {
    await schedules.rows("select vault.create_secret('a', 'from'), vault.create_secret('b', 'to')");
    const admin = await schedules.as("supabase_admin");
    await admin.query(
      "update vault.secrets set secret = (select secret from vault.secrets where name = 'from') where name = 'to'",
    );
    await expect(secretOf("to")).rejects.toThrow("Wrong key or corrupt data");
    await admin.query("delete from vault.secrets where name = 'to'");
  });
});

describe("Vault", () => {
  it.each(["anon", "authenticated", "authenticator", "supabase_storage_admin"])(
    "is closed to %s",
    async (role) => {
      const admin = await schedules.as("supabase_admin");
      await admin.query(`set role ${role}`);
      for (const statement of [
        "select * from vault.decrypted_secrets",
        "select * from vault.secrets",
        "select vault.create_secret('x')",
        "select vault._decrypt('', gen_random_uuid(), '')",
      ]) {
        await expect(admin.query(statement)).rejects.toMatchObject({ code: "42501" });
      }
    },
  );

  it("is open to the service role, for reading", async () => {
    await schedules.operator.query("set role service_role");
    await schedules.rows("select vault.create_secret('x', 'by-service')");
    expect(await secretOf("by-service")).toMatchObject({ decrypted_secret: "x" });
    await expect(schedules.rows("insert into vault.secrets (secret) values ('x')")).rejects.toThrow(
      "permission denied",
    );
    await schedules.operator.query("reset role");
  });

  it("shows its key to nobody but a superuser", async () => {
    for (const statement of [
      "select pg_read_file('vault.key')",
      "select pg_read_binary_file('vault.key')",
      "select pg_stat_file('vault.key')",
      "create table leak (line text); copy leak from 'vault.key'",
      "select vault._row_key(id, nonce) from vault.secrets",
      "select lo_import('vault.key')",
    ]) {
      await expect(schedules.rows(statement)).rejects.toMatchObject({ code: "42501" });
    }
    const settings = await schedules.rows("select setting from pg_settings where name ~ 'vault'");
    expect(settings).toEqual([]);
  });

  it("gets the stack's secrets at every start, over those of before", async () => {
    for (const url of ["http://127.0.0.1:1", "http://127.0.0.1:2"]) {
      const service = serve(schedules.database, { project_url: url, secret_key: "sb_secret_x" });
      await service.start();
      await service.stop();
      expect(await secretOf("project_url")).toMatchObject({ decrypted_secret: url });
    }
    expect(await secretOf("secret_key")).toMatchObject({ decrypted_secret: "sb_secret_x" });
  });
});

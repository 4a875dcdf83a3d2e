import pg from "pg";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Janitor } from "../../src/services/realtime/janitor.ts";
import {
  eventually,
  heard,
  joined,
  type RealtimeUnderTest,
  secretKey,
  startRealtime,
  versions,
} from "./support.ts";

let realtime: RealtimeUnderTest;
beforeAll(async () => {
  realtime = await startRealtime();
  await realtime.sql(`
    create table public.notes (id int primary key, body text);
    create function public.tg_notes() returns trigger language plpgsql security definer
    set search_path = '' as $$
    begin
      perform realtime.broadcast_changes(
        'notes', tg_op, tg_op, tg_table_name, tg_table_schema, new, old
      );
      return null;
    end $$;
    create trigger notes_broadcast after insert or update or delete on public.notes
      for each row execute function public.tg_notes();
  `);
}, 60_000);
afterAll(() => realtime[Symbol.asyncDispose]());

/** A channel that may read everything, and what it has heard so far. */
async function listen(topic: string, isPrivate: boolean, vsn = "2.0.0") {
  const client = realtime.client({ vsn, params: { apikey: secretKey } });
  const channel = client.channel(topic, { config: { private: isPrivate } });
  const messages = heard(channel);
  await joined(channel);
  return messages;
}

describe.each(versions)("protocol %s", (vsn) => {
  it("realtime.send arrives with the row's id in payload and meta", async () => {
    const messages = await listen(`send-${vsn}`, true, vsn);
    await realtime.sql(`select realtime.send('{"n": 1, "text": "é日本🙂"}', 'hi', 'send-${vsn}')`);
    await eventually(() => expect(messages).toHaveLength(1));
    const { rows } = await realtime.sql(
      `select id from realtime.messages where topic = 'send-${vsn}'`,
    );
    const { id } = rows[0];
    expect(messages).toEqual([
      {
        type: "broadcast",
        event: "hi",
        payload: { n: 1, text: "é日本🙂", id },
        meta: { id },
      },
    ]);
  });

  it("broadcast_changes from a trigger tells the whole old and new rows", async () => {
    const messages = await listen("notes", true, vsn);
    await realtime.sql("insert into public.notes values (1, 'first')");
    await realtime.sql("update public.notes set body = 'second' where id = 1");
    await realtime.sql("delete from public.notes where id = 1");
    await eventually(() => expect(messages).toHaveLength(3));
    const first = { id: 1, body: "first" };
    const second = { id: 1, body: "second" };
    expect(messages.map(({ payload }) => payload)).toEqual([
      expect.objectContaining({ operation: "INSERT", record: first, old_record: null }),
      expect.objectContaining({ operation: "UPDATE", record: second, old_record: first }),
      expect.objectContaining({ operation: "DELETE", record: null, old_record: second }),
    ]);
    expect(messages.map(({ event }) => event)).toEqual(["INSERT", "UPDATE", "DELETE"]);
    expect(messages[0]?.payload).toMatchObject({ schema: "public", table: "notes" });
  });
});

describe("transactions", () => {
  it("a rolled back one sends nothing", async () => {
    const messages = await listen("rollback", false);
    const client = new pg.Client(realtime.database.address("postgres"));
    await client.connect();
    await client.query("begin; select realtime.send('{}', 'lost', 'rollback', false); rollback");
    await client.query("select realtime.send('{}', 'kept', 'rollback', false)");
    await client.end();
    await eventually(() => expect(messages.map(({ event }) => event)).toEqual(["kept"]));
  });

  it("two hundred messages of one arrive complete and in order", async () => {
    const messages = await listen("many", true);
    await realtime.sql(`
      select realtime.send(jsonb_build_object('n', n), 'e', 'many') from generate_series(1, 200) n
    `);
    await eventually(() => expect(messages).toHaveLength(200));
    expect(messages.map(({ payload }) => (payload as { n: number }).n)).toEqual(
      Array.from({ length: 200 }, (_, index) => index + 1),
    );
  });
});

describe("realtime.send", () => {
  it("keeps an id that the payload has", async () => {
    const messages = await listen("own-id", true);
    await realtime.sql(`select realtime.send('{"id": 7}', 'e', 'own-id')`);
    await eventually(() => expect(messages[0]?.payload).toEqual({ id: 7 }));
  });

  it("warns instead of failing, so the caller's change stands", async () => {
    const client = new pg.Client(realtime.database.address("postgres"));
    const warnings: (string | undefined)[] = [];
    client.on("notice", ({ message }) => warnings.push(message));
    await client.connect();
    await client.query(`
      begin;
      insert into public.notes values (2, 'kept');
      select realtime.send('[1]', 'e', 'array');
      set local role authenticated;
      select realtime.send('{}', 'e', 'not-allowed');
      commit;
    `);
    const { rowCount } = await client.query("select from public.notes where id = 2");
    await client.end();
    expect(rowCount).toBe(1);
    expect(warnings).toHaveLength(2);
    expect(warnings.every((text) => text?.startsWith("WarnSendingBroadcastMessage: "))).toBe(true);
  });

  it("send_binary reaches 2.0.0 clients as bytes and leaves 1.0.0 clients alone", async () => {
    const older = await listen("sql-bytes", false, "1.0.0");
    const newer = await listen("sql-bytes", false);
    await realtime.sql(
      "select realtime.send_binary('\\x00ff10'::bytea, 'raw', 'sql-bytes', false)",
    );
    await realtime.sql("select realtime.send('{}', 'json', 'sql-bytes', false)");
    await eventually(() => expect(newer).toHaveLength(2));
    expect(new Uint8Array(newer[0]?.payload as ArrayBuffer)).toEqual(new Uint8Array([0, 255, 16]));
    await eventually(() => expect(older.map(({ event }) => event)).toEqual(["json"]));
  });

  it("topics and events too long for a binary frame arrive as text", async () => {
    const topic = "t".repeat(300);
    const messages = await listen(topic, false);
    await realtime.sql("select realtime.send('{}', $2, $1, false)", [topic, "e".repeat(300)]);
    await eventually(() => expect(messages).toHaveLength(1));
  });

  it("a message without payload or event is not sent", async () => {
    const messages = await listen("incomplete", false);
    await realtime.sql(
      "insert into realtime.messages (topic, extension, event) values ('incomplete', 'broadcast', 'e')",
    );
    await realtime.sql(
      "insert into realtime.messages (topic, extension, payload) values ('incomplete', 'broadcast', '{}')",
    );
    await realtime.sql("select realtime.send('{}', 'whole', 'incomplete', false)");
    await eventually(() => expect(messages.map(({ event }) => event)).toEqual(["whole"]));
  });
});

describe("the schema", () => {
  it("has partitions from yesterday to three days ahead, and drops what is older than 72 hours", async () => {
    const day = (offset: number) =>
      new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10).replaceAll("-", "_");
    const days = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, n) => `realtime.messages_${day(from + n)}`);
    const admin = new pg.Client(realtime.database.address("supabase_admin"));
    await admin.connect();
    const partitions = async () => {
      const { rows } = await admin.query(`
        select inhrelid::regclass::text as name from pg_inherits
        where inhparent = 'realtime.messages'::regclass order by 1
      `);
      return rows.map(({ name }) => name);
    };
    const maintainAfter = (interval: string) =>
      admin.query("select realtime.maintain_partitions(now() + $1::interval)", [interval]);
    expect(await partitions()).toEqual(days(-1, 3));
    await admin.query("begin");
    await maintainAfter("1 hour");
    await maintainAfter("2 days");
    expect(await partitions()).toEqual(days(-1, 5));
    await maintainAfter("3 days");
    expect(await partitions()).toEqual(days(0, 6));
    // As after a month in which the machine was off.
    await maintainAfter("30 days");
    expect(await partitions()).toEqual(days(29, 33));
    await admin.query("rollback");
    await admin.end();
  });

  it("drops old partitions when the service starts, messages and all", async () => {
    const admin = new pg.Client(realtime.database.address("supabase_admin"));
    await admin.connect();
    await admin.query(`
      create table realtime.messages_2020_01_01 partition of realtime.messages
        for values from ('2020-01-01') to ('2020-01-02');
      insert into realtime.messages (topic, extension, inserted_at)
        values ('old', 'broadcast', '2020-01-01 12:00');
      insert into realtime.subscription (subscription_id, entity, claims)
        values (gen_random_uuid(), 'public.notes', '{"role": "anon"}');
    `);
    await using _other = await startRealtime({}, realtime.database);
    const { rows } = await admin.query(
      `select to_regclass('realtime.messages_2020_01_01') as old,
         (select count(*)::int from realtime.subscription) as subscriptions`,
    );
    await admin.end();
    expect(rows).toEqual([{ old: null, subscriptions: 0 }]);
  });

  it("lays out partitions again when an hour has passed by the clock", async () => {
    let now = 0;
    const janitor = new Janitor({
      database: realtime.database.address("supabase_admin"),
      log: pino({ level: "silent" }),
      lookMs: 10,
      now: () => now,
    });
    await janitor.start();
    const admin = new pg.Client(realtime.database.address("supabase_admin"));
    await admin.connect();
    const farthest = () =>
      admin.query(
        `select max(inhrelid::regclass::text) as name from pg_inherits
         where inhparent = 'realtime.messages'::regclass`,
      );
    const { name } = (await farthest()).rows[0];
    await admin.query(`drop table ${name}`);
    now += 3_600_000;
    await eventually(async () => expect((await farthest()).rows[0].name).toBe(name));
    await admin.end();
    await janitor.stop();
  });

  it("lets postgres write policies on messages and tables into its publication, and no more", async () => {
    await realtime.sql("alter publication supabase_realtime add table public.notes");
    await realtime.sql("alter publication supabase_realtime drop table public.notes");
    await realtime.sql(
      "create policy p on realtime.messages for select to authenticated using (false)",
    );
    await realtime.sql("drop policy p on realtime.messages");
    const refused = [
      "create table realtime.mine (id int)",
      "drop table realtime.messages",
      "select realtime.maintain_partitions()",
    ];
    for (const statement of refused) {
      await expect(realtime.sql(statement)).rejects.toMatchObject({ code: "42501" });
    }
  });

  it("is the same after its files have run again", async () => {
    const { readFile } = await import("node:fs/promises");
    const folder = new URL("../../src/services/database/platform/", import.meta.url);
    const files = ["060_realtime.sql", "061_postgres_changes.sql", "062_postgres_changes_rls.sql"];
    const admin = new pg.Client(realtime.database.address("supabase_admin"));
    await admin.connect();
    for (const file of files) await admin.query(await readFile(new URL(file, folder), "utf8"));
    await admin.end();
    const messages = await listen("after-rerun", true);
    await realtime.sql("select realtime.send('{}', 'e', 'after-rerun')");
    await eventually(() => expect(messages).toHaveLength(1));
  });
});

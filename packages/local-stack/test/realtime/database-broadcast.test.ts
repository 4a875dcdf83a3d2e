import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
    const admin = new pg.Client(realtime.database.address("supabase_admin"));
    await admin.connect();
    await admin.query(`
      create table realtime.messages_2020_01_01 partition of realtime.messages
        for values from ('2020-01-01') to ('2020-01-02');
      select realtime.maintain_partitions();
    `);
    const { rows } = await admin.query(`
      select inhrelid::regclass::text as name from pg_inherits
      where inhparent = 'realtime.messages'::regclass order by 1
    `);
    await admin.end();
    const days = [-1, 0, 1, 2, 3].map((offset) =>
      new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10).replaceAll("-", "_"),
    );
    expect(rows.map(({ name }) => name)).toEqual(days.map((day) => `realtime.messages_${day}`));
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

  it("is the same after its file has run again", async () => {
    const { readFile } = await import("node:fs/promises");
    const file = new URL("../../src/services/database/platform/060_realtime.sql", import.meta.url);
    const admin = new pg.Client(realtime.database.address("supabase_admin"));
    await admin.connect();
    await admin.query(await readFile(file, "utf8"));
    await admin.end();
    const messages = await listen("after-rerun", true);
    await realtime.sql("select realtime.send('{}', 'e', 'after-rerun')");
    await eventually(() => expect(messages).toHaveLength(1));
  });
});

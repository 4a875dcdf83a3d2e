import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RawClient } from "./raw-client.ts";
import {
  eventually,
  heard,
  joined,
  type RealtimeUnderTest,
  secretKey,
  startRealtime,
  subscribe,
  versions,
} from "./support.ts";

let realtime: RealtimeUnderTest;
beforeAll(async () => {
  realtime = await startRealtime();
  await realtime.sql(`
    create policy presence_only on realtime.messages for select to authenticated
      using (extension = 'presence')
  `);
}, 60_000);
afterAll(() => realtime[Symbol.asyncDispose]());

const send = (topic: string, from: number, to: number, isPrivate = true) =>
  realtime.sql(
    `select realtime.send(jsonb_build_object('n', n), 'e', $1, $4) from generate_series($2::int, $3::int) n`,
    [topic, from, to, isPrivate],
  );

function channelOf(topic: string, since: number, limit?: number, vsn = "2.0.0") {
  const client = realtime.client({ vsn, params: { apikey: secretKey } });
  const replay = { since, ...(limit === undefined ? {} : { limit }) };
  return client.channel(topic, { config: { private: true, broadcast: { replay } } });
}

const numbers = (messages: Record<string, unknown>[]) =>
  messages.map(({ payload }) => (payload as { n: number }).n);
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe.each(versions)("protocol %s", (vsn) => {
  it("the newest messages come first of all, oldest first, and say that they are replayed", async () => {
    const topic = `replay-${vsn}`;
    await send(topic, 1, 5);
    const { rows } = await realtime.sql(
      "select id from realtime.messages where topic = $1 and payload ->> 'n' = '4'",
      [topic],
    );
    const channel = channelOf(topic, 0, 2, vsn);
    const messages = heard(channel);
    await joined(channel);
    await send(topic, 6, 6);
    await eventually(() => expect(numbers(messages)).toEqual([4, 5, 6]));
    expect(messages[0]).toEqual({
      type: "broadcast",
      event: "e",
      payload: { n: 4, id: rows[0].id },
      meta: { id: rows[0].id, replayed: true },
    });
    expect(messages[2]?.meta).not.toHaveProperty("replayed");
  });
});

describe("replay", () => {
  it("gives at least one and at most twenty-five", async () => {
    await send("clamp", 1, 30);
    for (const [limit, first] of [
      [undefined, 6],
      [1000, 6],
      [0, 30],
      [-5, 30],
    ] as const) {
      const channel = channelOf("clamp", 0, limit);
      const messages = heard(channel);
      await joined(channel);
      await eventually(() => expect(numbers(messages)).toEqual(range(first, 30)));
      await channel.unsubscribe();
    }
  });

  it("gives nothing from before the moment, from public rooms, or of another kind", async () => {
    await send("since", 1, 1);
    await send("since", 2, 2, false);
    await realtime.sql(
      `insert into realtime.messages (topic, extension, private, event, payload)
       values ('since', 'presence', true, 'e', '{"n": 3}'), ('since', 'broadcast', true, null, '{"n": 4}')`,
    );
    const { rows } = await realtime.sql(
      "select (extract(epoch from clock_timestamp()) * 1000)::bigint + 1 as now",
    );
    await realtime.sql("select pg_sleep(0.005)");
    await send("since", 5, 5);
    const all = channelOf("since", 0);
    const later = channelOf("since", Number(rows[0].now));
    const [allMessages, laterMessages] = [heard(all), heard(later)];
    await joined(all);
    await joined(later);
    await send("since", 6, 6);
    await eventually(() => expect(numbers(allMessages)).toEqual([1, 5, 6]));
    await eventually(() => expect(numbers(laterMessages)).toEqual([5, 6]));
  });

  it("gives raw bytes to 2.0.0 clients only", async () => {
    await realtime.sql("select realtime.send_binary('\\x00ff'::bytea, 'raw', 'bytes')");
    await send("bytes", 1, 1);
    const newer = channelOf("bytes", 0);
    const older = channelOf("bytes", 0, undefined, "1.0.0");
    const [newerMessages, olderMessages] = [heard(newer), heard(older)];
    await joined(newer);
    await joined(older);
    await eventually(() => expect(newerMessages).toHaveLength(2));
    await eventually(() => expect(olderMessages).toHaveLength(1));
    expect(new Uint8Array(newerMessages[0]?.payload as ArrayBuffer)).toEqual(
      new Uint8Array([0, 255]),
    );
    expect(newerMessages[0]?.meta).toMatchObject({ replayed: true });
  });

  it("tells nothing twice and misses nothing while messages stream in", async () => {
    const writer = new pg.Client(realtime.database.address("postgres"));
    await writer.connect();
    let count = 0;
    let isWriting = true;
    const writing = (async () => {
      while (isWriting) {
        count += 1;
        await writer.query(
          "select realtime.send(jsonb_build_object('n', $1::int), 'e', 'stream')",
          [count],
        );
      }
    })();
    const listeners = [];
    for (let round = 0; round < 20; round += 1) {
      const channel = channelOf("stream", 0);
      listeners.push(heard(channel));
      await joined(channel);
    }
    isWriting = false;
    await writing;
    await writer.end();
    for (const messages of listeners) {
      await eventually(() => expect(numbers(messages).at(-1)).toBe(count));
      const seen = numbers(messages);
      expect(new Set(seen).size).toBe(seen.length);
      const missing = range(seen[0] ?? 0, count).filter((n) => !seen.includes(n));
      expect({ first: seen[0], missing }).toEqual({ first: seen[0], missing: [] });
    }
  });

  it("needs the right to read broadcasts", async () => {
    const token = await realtime.token();
    const client = realtime.client();
    await client.setAuth(token);
    const topic = "presence-only";
    const allowed = client.channel(topic, {
      config: { private: true, presence: { enabled: true } },
    });
    await joined(allowed);
    const refused = realtime.client();
    await refused.setAuth(token);
    const config = {
      private: true,
      presence: { enabled: true },
      broadcast: { replay: { since: 0 } },
    };
    expect(await subscribe(refused.channel(topic, { config }))).toEqual({
      status: "CHANNEL_ERROR",
      error: `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`,
    });
  });

  it("refuses what is no request, and public channels", async () => {
    const raw = await RawClient.open(realtime, secretKey);
    let ref = 0;
    const join = (isPrivate: boolean, replay: unknown) => {
      ref += 1;
      return raw.join("odd", `r${ref}`, { private: isPrivate, broadcast: { replay } });
    };
    const refusal = (text: string) => ({
      status: "error",
      response: { reason: `UnableToReplayMessages: ${text}` },
    });
    expect(await join(false, { since: 1 })).toEqual(
      refusal("Replay is not allowed for public channels"),
    );
    for (const replay of [
      {},
      { since: "now" },
      { since: 1.5 },
      { since: 1e15 },
      { since: 0, limit: "all" },
    ]) {
      expect(await join(true, replay)).toEqual(refusal("Replay params are not valid"));
    }
    expect(await join(true, { since: -1, limit: null })).toMatchObject({ status: "ok" });
    raw.close();
  });

  it("a database that cannot answer refuses the join, and leaves nobody in the room", async () => {
    const admin = new pg.Client(realtime.database.address("supabase_admin"));
    await admin.connect();
    await admin.query("alter table realtime.messages rename column event to event_");
    const raw = await RawClient.open(realtime, secretKey);
    const reply = await raw.join("renamed", "1", {
      private: true,
      broadcast: { replay: { since: 0 } },
    });
    await admin.query("alter table realtime.messages rename column event_ to event");
    await admin.end();
    expect(reply).toEqual({
      status: "error",
      response: { reason: "UnableToReplayMessages: Realtime was unable to replay messages" },
    });
    await send("renamed", 1, 1);
    const channel = channelOf("renamed", 0);
    const messages = heard(channel);
    await joined(channel);
    await eventually(() => expect(numbers(messages)).toEqual([1]));
    expect(raw.received.filter((message) => Buffer.isBuffer(message))).toEqual([]);
    raw.close();
  });
});

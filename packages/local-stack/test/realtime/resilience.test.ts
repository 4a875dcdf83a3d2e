import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { RawClient } from "./raw-client.ts";
import {
  eventually,
  heard,
  joined,
  publishableKey,
  type RealtimeUnderTest,
  secretKey,
  startRealtime,
} from "./support.ts";

let realtime: RealtimeUnderTest;
beforeAll(async () => {
  realtime = await startRealtime();
}, 60_000);
afterAll(() => realtime[Symbol.asyncDispose]());

const isPrivate = { config: { private: true } };
const serviceClient = () => realtime.client({ params: { apikey: secretKey } });
const send = (topic: string, event: string) =>
  realtime.sql("select realtime.send('{}', $2, $1)", [topic, event]);

describe("hostile frames", () => {
  const texts = [
    "",
    "null",
    "[]",
    "{}",
    "[1,2,3,4,5]",
    '["1","1","realtime:x","phx_join"]',
    '["1","1","realtime:fuzz","phx_join",null]',
    '["1","2","realtime:fuzz","presence",null]',
    '["1","2","realtime:fuzz","presence",{"event":{},"payload":1}]',
    '["1","2","realtime:fuzz","broadcast",[]]',
    '["1","2","realtime:fuzz","access_token",{"access_token":{}}]',
    '["1","1","realtime:fuzz","phx_join",{"config":[],"access_token":5}]',
    '{"topic":"realtime:fuzz","event":"phx_join","payload":{},"ref":"1"}',
    `["1","1","realtime:fuzz","phx_join",${"[".repeat(100_000)}${"]".repeat(100_000)}]`,
    `["1","2","realtime:fuzz","broadcast",{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}]`,
    "\u0000\uffff",
  ];

  it("leave the server and an honest client as they were", async () => {
    const honest = realtime.client().channel("fuzz", { config: { broadcast: { ack: true } } });
    const messages = heard(honest);
    await joined(honest);
    let seed = 42;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (let round = 0; round < 3; round += 1) {
      const fuzzer = await RawClient.open(realtime);
      for (const text of texts) fuzzer.websocket.send(text);
      await fuzzer.join("fuzz", "join");
      for (const text of texts) fuzzer.websocket.send(text.replaceAll('"1"', '"join"'));
      for (let n = 0; n < 300; n += 1) {
        const bytes = Buffer.from(Array.from({ length: random(60) }, () => random(256)));
        if (bytes.length > 0 && n % 2 === 0) bytes[0] = random(6);
        fuzzer.websocket.send(bytes);
      }
      // Valid names around a payload that claims to be JSON.
      fuzzer.websocket.send(
        Buffer.concat([
          Buffer.from([3, 4, 1, 13, 1, 0, 1]),
          Buffer.from("join9realtime:fuzze{broken"),
        ]),
      );
      fuzzer.send(null, "alive", "phoenix", "heartbeat", {});
      expect(await fuzzer.reply("alive")).toEqual({ status: "ok", response: {} });
      fuzzer.close();
    }
    const other = realtime.client().channel("fuzz", { config: { broadcast: { ack: true } } });
    await joined(other);
    await other.send({ type: "broadcast", event: "honest", payload: { n: 1 } });
    await eventually(() => expect(messages.map(({ event }) => event)).toContain("honest"));
    expect(await honest.send({ type: "broadcast", event: "e", payload: {} })).toBe("ok");
  });

  it("a frame above the limit or an invalid one costs its sender the connection only", async () => {
    const honest = await joined(realtime.client().channel("frames"));
    const large = await RawClient.open(realtime);
    large.websocket.send("x".repeat(5_000_001));
    await eventually(() => expect(large.closeCode).toBe(1009));
    const raw = await RawClient.open(realtime);
    // @ts-expect-error the TCP socket below, to break the framing itself
    raw.websocket._socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
    await eventually(() => expect(raw.closeCode).toBeDefined());
    expect(await honest.track({ n: 1 })).toBe("ok");
  });
});

describe("sockets", () => {
  it("messages sent behind a join that has to be judged wait for it, in order", async () => {
    const raw = await RawClient.open(realtime, secretKey);
    const config = { private: true, broadcast: { ack: true } };
    raw.send("j", "j", "realtime:queue", "phx_join", { config });
    for (let n = 0; n < 1_000; n += 1) raw.send("j", `m${n}`, "realtime:queue", "broadcast", { n });
    await raw.reply("m999");
    const refs = raw.received.flatMap((m) =>
      Array.isArray(m) && m[3] === "phx_reply" ? [m[1]] : [],
    );
    expect(refs).toEqual(["j", ...Array.from({ length: 1_000 }, (_, n) => `m${n}`)]);
    raw.close();
  });

  it("a thousand of them hear one message each", async () => {
    const sockets = Array.from(
      { length: 1_000 },
      () => new WebSocket(`${realtime.url}/websocket?apikey=${publishableKey}&vsn=2.0.0`),
    );
    const counts = sockets.map(() => 0);
    await Promise.all(
      sockets.map(
        (socket, index) =>
          new Promise<void>((resolve, reject) => {
            socket.on("error", reject);
            socket.on("open", () =>
              socket.send('["1","1","realtime:crowd","phx_join",{"config":{}}]'),
            );
            socket.on("message", (data, isBinary) => {
              if (isBinary) counts[index] = (counts[index] ?? 0) + 1;
              else if (data.toString().includes("phx_reply")) resolve();
            });
          }),
      ),
    );
    await realtime.sql("select realtime.send('{}', 'e', 'crowd', false)");
    await eventually(() => expect(counts.every((count) => count === 1)).toBe(true));
    for (const socket of sockets) socket.terminate();
  });

  it("one that stops reading is cut off, and the others go on", async () => {
    const slow = await RawClient.open(realtime);
    await slow.join("flood");
    slow.websocket.pause();
    const fast = realtime.client().channel("flood");
    let count = 0;
    fast.on("broadcast", { event: "*" }, () => {
      count += 1;
    });
    await joined(fast);
    const sender = realtime.client().channel("flood", { config: { broadcast: { ack: true } } });
    await joined(sender);
    const payload = { text: "x".repeat(1_000_000) };
    for (let n = 0; n < 30; n += 1) {
      expect(await sender.send({ type: "broadcast", event: "e", payload })).toBe("ok");
    }
    await eventually(() => expect(count).toBe(30));
    slow.websocket.resume();
    await eventually(() => expect(slow.closeCode).toBe(1006));
  });
});

async function withAdmin(work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client(realtime.database.address("supabase_admin"));
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

async function hasPublication(admin: pg.Client): Promise<boolean> {
  const { rowCount } = await admin.query(
    "select from pg_publication where pubname = 'supabase_realtime_messages_publication'",
  );
  return rowCount === 1;
}

describe("the database", () => {
  it("may restart: the channel stays and hears messages again", async () => {
    const channel = serviceClient().channel("restart", isPrivate);
    const messages = heard(channel);
    await joined(channel);
    await send("restart", "before");
    await eventually(() => expect(messages).toHaveLength(1));

    await realtime.database.stop();
    const refused = serviceClient().channel("restart-2", isPrivate);
    const status = await new Promise<string>((resolve) => {
      refused.subscribe((_, error) => resolve(error?.message ?? ""));
    });
    expect(status).toBe("Realtime was unable to connect to the project database");
    await realtime.database.start();

    await eventually(() => expect(realtime.service.health()).toBe("healthy"));
    await send("restart", "after");
    await eventually(() => expect(messages.map(({ event }) => event)).toEqual(["before", "after"]));
    await joined(serviceClient().channel("restart-3", isPrivate));
  }, 60_000);

  it("may lose the publication while messages flow: it is made again", async () => {
    const channel = serviceClient().channel("dropped", isPrivate);
    const messages = heard(channel);
    await joined(channel);
    await withAdmin(async (admin) => {
      await admin.query("drop publication supabase_realtime_messages_publication");
      await send("dropped", "perhaps lost");
      await eventually(async () => expect(await hasPublication(admin)).toBe(true));
    });
    await eventually(() => expect(realtime.service.health()).toBe("healthy"));
    await send("dropped", "after");
    await eventually(() => expect(messages.map(({ event }) => event)).toContain("after"));
  });

  it("may lose its connections and its publication: both come back", async () => {
    const channel = serviceClient().channel("publication", isPrivate);
    const messages = heard(channel);
    await joined(channel);
    await withAdmin(async (admin) => {
      await admin.query(`
        drop publication supabase_realtime_messages_publication;
        select pg_terminate_backend(pid) from pg_stat_activity
        where application_name like 'realtime %';
      `);
      await eventually(async () => expect(await hasPublication(admin)).toBe(true));
    });
    await eventually(() => expect(realtime.service.health()).toBe("healthy"));
    await send("publication", "after");
    await eventually(() => expect(messages.map(({ event }) => event)).toEqual(["after"]));
  });

  it("keeps no replication slot of ours once the service has stopped", async () => {
    await using other = await startRealtime();
    const slots = () => other.sql("select from pg_replication_slots");
    expect((await slots()).rowCount).toBe(1);
    await other.service.stop();
    expect(other.service.health()).toBe("stopped");
    await eventually(async () => expect((await slots()).rowCount).toBe(0));
  }, 60_000);
});

describe("the service", () => {
  it("dismisses its sockets when it stops, and takes them back when it starts again", async () => {
    await using other = await startRealtime();
    const raw = await RawClient.open(other);
    await raw.join("room");
    const config = { broadcast: { self: true, ack: true } };
    const channel = other.client().channel("again", { config });
    const messages = heard(channel);
    await joined(channel);
    await other.service.stop();
    await eventually(() => expect(raw.closeCode).toBe(1012));
    await other.service.start();
    await eventually(async () => {
      expect(channel.state).toBe("joined");
    });
    await channel.send({ type: "broadcast", event: "back", payload: {} });
    await eventually(() => expect(messages.map(({ event }) => event)).toEqual(["back"]));
  }, 60_000);

  it("closes sockets that are silent or without any channel for too long", async () => {
    await using other = await startRealtime({ idleTimeoutMs: 1_000, emptySocketTimeoutMs: 500 });
    const silent = await RawClient.open(other);
    await silent.join("room");
    const empty = await RawClient.open(other);
    const kept = await joined(other.client({ heartbeatIntervalMs: 200 }).channel("room"));
    await eventually(() => expect(silent.closeCode).toBe(1000));
    await eventually(() => expect(empty.closeCode).toBe(1000));
    expect(kept.state).toBe("joined");
  }, 60_000);
});

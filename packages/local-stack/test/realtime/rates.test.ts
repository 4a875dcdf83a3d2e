import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { RateMeter, WindowLimit } from "../../src/services/realtime/rates.ts";
import { startTestDatabase, type TestDatabase } from "../support/database.ts";
import { hear } from "./change-support.ts";
import { RawClient } from "./raw-client.ts";
import {
  eventually,
  heard,
  joined,
  publishableKey,
  type RealtimeUnderTest,
  startRealtime,
  subscribe,
} from "./support.ts";

describe("a rate", () => {
  it("is the average of the seconds it has counted, at most a minute", () => {
    let now = 1_000_000;
    const rate = new RateMeter(10, () => now);
    expect(rate.average).toBe(0);
    rate.add(30);
    expect(rate.average).toBe(30);
    expect(rate.isExceeded).toBe(true);
    now += 2_000;
    expect(rate.average).toBe(10);
    now += 1_000;
    expect(rate.isExceeded).toBe(false);
    now += 55_000;
    rate.add(30);
    expect(rate.average).toBeCloseTo(60 / 59);
    // The first thirty leave the window, then all do.
    now += 2_000;
    expect(rate.average).toBe(0.5);
    now += 3_600_000;
    expect(rate.average).toBe(0);
  });

  it("a window allows so many calls and then opens anew", () => {
    const window = new WindowLimit(2, 1_000);
    expect([0, 1, 2, 1_000, 1_001, 1_002, 1_003].map((now) => window.admits(now))).toEqual([
      ...[true, true, false, false],
      ...[true, true, false],
    ]);
  });
});

describe("quotas", () => {
  let database: TestDatabase;
  let realtime: RealtimeUnderTest | undefined;
  beforeAll(async () => {
    database = await startTestDatabase();
  }, 60_000);
  afterEach(async () => {
    await realtime?.[Symbol.asyncDispose]();
    realtime = undefined;
  });
  afterAll(() => database[Symbol.asyncDispose]());

  const post = (stack: RealtimeUnderTest, count: number) =>
    fetch(`${stack.httpUrl}/api/broadcast`, {
      method: "POST",
      headers: { apikey: publishableKey, "content-type": "application/json" },
      body: JSON.stringify({
        messages: Array.from({ length: count }, () => ({ topic: "r", event: "e", payload: {} })),
      }),
    });

  it("messages a second: HTTP is refused, channels close when they receive", async () => {
    realtime = await startRealtime({ maxEventsPerSecond: 20 }, database);
    const answer = await post(realtime, 2);
    expect(answer.status).toBe(202);
    expect(answer.headers.get("x-rate-limit")).toBe("20");
    expect(Number(answer.headers.get("x-rate-rolling"))).toBeLessThanOrEqual(2);
    expect(Number(answer.headers.get("x-rate-limit-remaining"))).toBeGreaterThanOrEqual(18);
    const batch = await post(realtime, 21);
    expect(batch.status).toBe(429);
    expect(await batch.json()).toEqual({
      message: "Too many messages to broadcast, please reduce the batch size",
    });

    const raw = await RawClient.open(realtime);
    await raw.join("room");
    const sender = await RawClient.open(realtime);
    await sender.join("room");
    for (let n = 0; n < 1_000; n += 1) {
      sender.send("1", null, "realtime:room", "broadcast", { event: "e", payload: {} });
    }
    const payload = {
      ...{ extension: "system", status: "error", channel: "room" },
      message: "Too many messages per second",
    };
    await eventually(() =>
      expect(raw.received).toContainEqual(["1", null, "realtime:room", "system", payload]),
    );
    expect(raw.received).toContainEqual(["1", "1", "realtime:room", "phx_close", {}]);
    const refused = await post(realtime, 1);
    expect(refused.status).toBe(429);
    expect(await refused.json()).toEqual({ message: "Too many requests" });
    raw.close();
    sender.close();
  });

  it("changes a second: what is beyond is skipped in silence", async () => {
    realtime = await startRealtime({ maxEventsPerSecond: 5 }, database);
    await realtime.sql(`
      create table public.t (id int primary key);
      grant select on public.t to anon;
      alter publication supabase_realtime add table public.t;
    `);
    const listener = await hear(realtime, { table: "t" });
    await realtime.sql("insert into public.t select generate_series(1, 200)");
    await listener.channel.unsubscribe();
    expect(listener.changes.length).toBeLessThan(200);
    expect(listener.systems).toHaveLength(1);
  });

  it("presence calls of one channel within a window", async () => {
    realtime = await startRealtime({ maxClientPresenceEvents: 2 }, database);
    const raw = await RawClient.open(realtime);
    await raw.join("room");
    for (const n of [1, 2, 3]) {
      raw.send("1", `p${n}`, "realtime:room", "presence", { event: "track", payload: { n } });
    }
    expect(await raw.reply("p2")).toEqual({ status: "ok", response: {} });
    await eventually(() =>
      expect(JSON.stringify(raw.received)).toContain("Client presence rate limit exceeded"),
    );
    raw.close();
  });

  it("presence messages a second of everybody", async () => {
    realtime = await startRealtime({ maxPresenceEventsPerSecond: 3 }, database);
    const raw = await RawClient.open(realtime);
    await raw.join("room");
    for (let n = 0; n < 200; n += 1) {
      raw.send("1", `p${n}`, "realtime:room", "presence", { event: "track", payload: { n } });
    }
    await eventually(() =>
      expect(JSON.stringify(raw.received)).toContain("Too many presence messages per second"),
    );
    raw.close();
  });

  it("switches: private channels only, presence for everybody", async () => {
    realtime = await startRealtime({ privateOnly: true }, database);
    expect(await subscribe(realtime.client().channel("public"))).toEqual({
      status: "CHANNEL_ERROR",
      error: "PrivateOnly: This project only allows private channels",
    });
    await realtime[Symbol.asyncDispose]();
    realtime = await startRealtime({ presenceEnabled: true }, database);
    const raw = await RawClient.open(realtime);
    await raw.join("room");
    await eventually(() =>
      expect(raw.received).toContainEqual(["1", null, "realtime:room", "presence_state", {}]),
    );
    raw.close();
  });

  it("none is on unless asked for, and HTTP says how much is used", async () => {
    realtime = await startRealtime({}, database);
    const channel = realtime.client().channel("r");
    const messages = heard(channel);
    await joined(channel);
    for (let n = 0; n < 5; n += 1) expect((await post(realtime, 300)).status).toBe(202);
    await eventually(() => expect(messages).toHaveLength(1_500));
    const answer = await post(realtime, 1);
    expect(answer.headers.get("x-rate-limit")).toBe("2147483647");
    expect(Number(answer.headers.get("x-rate-rolling"))).toBeGreaterThan(10);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RawClient } from "./raw-client.ts";
import {
  eventually,
  joined,
  type RealtimeUnderTest,
  startRealtime,
  type TestChannel,
  versions,
} from "./support.ts";

let realtime: RealtimeUnderTest;
beforeAll(async () => {
  realtime = await startRealtime({ maxPayloadBytes: 1_000 });
}, 60_000);
afterAll(() => realtime[Symbol.asyncDispose]());

/** What a channel believes of who is present: key → tracked payloads, without Phoenix's own names. */
function present(channel: TestChannel): Record<string, unknown[]> {
  return Object.fromEntries(
    Object.entries(channel.presenceState()).map(([key, metas]) => [
      key,
      metas.map(({ presence_ref: _ref, ...payload }) => payload),
    ]),
  );
}

async function enter(topic: string, key: string, vsn = "2.0.0"): Promise<TestChannel> {
  const channel = realtime.client({ vsn }).channel(topic, { config: { presence: { key } } });
  channel.on("presence", { event: "sync" }, () => undefined);
  return joined(channel);
}

describe.each(versions)("protocol %s", (vsn) => {
  it("everyone sees who is there, who came before and who leaves", async () => {
    const topic = `people-${vsn}`;
    const ann = await enter(topic, "ann", vsn);
    expect(await ann.track({ mood: "fine" })).toBe("ok");
    const bob = await enter(topic, "bob", vsn);
    await eventually(() => expect(present(bob)).toEqual({ ann: [{ mood: "fine" }] }));
    await bob.track({ mood: "tired" });
    const both = { ann: [{ mood: "fine" }], bob: [{ mood: "tired" }] };
    await eventually(() => expect(present(ann)).toEqual(both));
    await eventually(() => expect(present(bob)).toEqual(both));
    expect(await ann.untrack()).toBe("ok");
    await eventually(() => expect(present(bob)).toEqual({ bob: [{ mood: "tired" }] }));
  });

  it("two tabs under one key stack, and closing one leaves the other", async () => {
    const topic = `tabs-${vsn}`;
    const watcher = await enter(topic, "watcher", vsn);
    const first = await enter(topic, "ann", vsn);
    const second = await enter(topic, "ann", vsn);
    await first.track({ tab: 1 });
    await second.track({ tab: 2 });
    await eventually(() => expect(present(watcher)).toEqual({ ann: [{ tab: 1 }, { tab: 2 }] }));
    await first.unsubscribe();
    await eventually(() => expect(present(watcher)).toEqual({ ann: [{ tab: 2 }] }));
  });

  it("a changed payload replaces the old one; the same payload changes nothing", async () => {
    const topic = `update-${vsn}`;
    const watcher = await enter(topic, "watcher", vsn);
    const joins: unknown[] = [];
    watcher.on("broadcast", { event: "done" }, () => joins.push("done"));
    const ann = await enter(topic, "ann", vsn);
    await ann.track({ n: 1 });
    await eventually(() => expect(present(watcher)).toEqual({ ann: [{ n: 1 }] }));
    const [before] = watcher.presenceState().ann ?? [];
    expect(await ann.track({ n: 1 })).toBe("ok");
    await ann.send({ type: "broadcast", event: "done", payload: {} });
    await eventually(() => expect(joins).toEqual(["done"]));
    expect(watcher.presenceState().ann).toEqual([before]);
    await ann.track({ n: 2 });
    await eventually(() => expect(present(watcher)).toEqual({ ann: [{ n: 2 }] }));
  });

  it("a socket that is lost without a word is gone for the others", async () => {
    const topic = `lost-${vsn}`;
    const watcher = await enter(topic, "watcher", vsn);
    const ann = await RawClient.open(realtime);
    await ann.join(topic, "1", { presence: { key: "ann" } });
    ann.send("1", "2", `realtime:${topic}`, "presence", { event: "track", payload: { n: 1 } });
    expect(await ann.reply("2")).toEqual({ status: "ok", response: {} });
    await eventually(() => expect(present(watcher)).toEqual({ ann: [{ n: 1 }] }));
    ann.websocket.terminate();
    await eventually(() => expect(present(watcher)).toEqual({}));
  });
});

it("keys may be any text, also names that objects have", async () => {
  const keys = ["__proto__", "constructor", "ключ"];
  for (const key of keys) await (await enter("keys", key)).track({ key });
  // The stock client forgets `__proto__` by itself, so the frame is looked at.
  const raw = await RawClient.open(realtime);
  await raw.join("keys", "1", { presence: { enabled: true } });
  const state = await eventually(() => {
    const found = raw.received.find((m) => Array.isArray(m) && m[3] === "presence_state");
    if (!Array.isArray(found)) throw new Error("no presence_state");
    return Object.keys(found[4]);
  });
  raw.close();
  expect(state).toEqual(keys);
});

it("a public and a private room of one name keep their people apart", async () => {
  const inside = realtime
    .client({ params: { apikey: "sb_secret_test" } })
    .channel("apart", { config: { private: true, presence: { key: "in", enabled: true } } });
  inside.on("presence", { event: "sync" }, () => undefined);
  const outside = await enter("apart", "out");
  await joined(inside);
  await Promise.all([inside.track({ n: 1 }), outside.track({ n: 2 })]);
  await eventually(() => expect(present(inside)).toEqual({ in: [{ n: 1 }] }));
  await eventually(() => expect(present(outside)).toEqual({ out: [{ n: 2 }] }));
});

it("tracking something too large closes the channel with the reason", async () => {
  const channel = realtime.client().channel("too-large");
  const systems: { message?: string }[] = [];
  channel.on("system", {}, (payload) => systems.push(payload));
  const statuses: string[] = [];
  await new Promise<void>((resolve) =>
    channel.subscribe((status) => {
      statuses.push(status);
      resolve();
    }),
  );
  void channel.track({ text: "x".repeat(2_000) });
  await eventually(() => expect(statuses).toEqual(["SUBSCRIBED", "CLOSED"]));
  expect(systems.map(({ message }) => message)).toEqual(["Track message size exceeded"]);
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  eventually,
  heard,
  joined,
  publishableKey,
  type RealtimeUnderTest,
  startRealtime,
  versions,
} from "./support.ts";

let realtime: RealtimeUnderTest;
beforeAll(async () => {
  realtime = await startRealtime({ maxPayloadBytes: 10_000 });
}, 60_000);
afterAll(() => realtime[Symbol.asyncDispose]());

describe.each(versions)("protocol %s", (vsn) => {
  it("joins, sends with an acknowledgement and hears itself when asked to", async () => {
    const channel = realtime
      .client({ vsn })
      .channel(`self-${vsn}`, { config: { broadcast: { ack: true, self: true } } });
    const messages = heard(channel);
    await joined(channel);
    const answer = await channel.send({ type: "broadcast", event: "hello", payload: { n: 1 } });
    expect(answer).toBe("ok");
    await eventually(() =>
      expect(messages).toEqual([{ type: "broadcast", event: "hello", payload: { n: 1 } }]),
    );
  });

  it("does not hear itself otherwise", async () => {
    const config = { broadcast: { ack: true } };
    const sender = realtime.client({ vsn }).channel(`quiet-${vsn}`, { config });
    const own = heard(sender);
    const receiver = realtime.client({ vsn }).channel(`quiet-${vsn}`);
    const others = heard(receiver);
    await Promise.all([joined(sender), joined(receiver)]);
    await sender.send({ type: "broadcast", event: "hello", payload: { n: 1 } });
    await eventually(() => expect(others).toHaveLength(1));
    expect(own).toEqual([]);
  });

  it("refuses a payload above the ceiling with an error where an answer is asked for", async () => {
    const config = { broadcast: { ack: true, self: true } };
    const channel = realtime.client({ vsn }).channel(`large-${vsn}`, { config });
    const messages = heard(channel);
    await joined(channel);
    const payload = { text: "x".repeat(10_000) };
    expect(await channel.send({ type: "broadcast", event: "large", payload })).toBe("error");
    const small = { text: "x".repeat(9_000) };
    expect(await channel.send({ type: "broadcast", event: "small", payload: small })).toBe("ok");
    await eventually(() => expect(messages.map(({ event }) => event)).toEqual(["small"]));
  });

  it("leaves and joins the same topic again", async () => {
    const client = realtime.client({ vsn });
    const first = await joined(client.channel(`again-${vsn}`));
    expect(await client.removeChannel(first)).toBe("ok");
    const second = client.channel(`again-${vsn}`, { config: { broadcast: { self: true } } });
    const messages = heard(second);
    await joined(second);
    await second.send({ type: "broadcast", event: "hello", payload: {} });
    await eventually(() => expect(messages).toHaveLength(1));
  });

  it("carries names and texts of any script", async () => {
    const config = { broadcast: { ack: true, self: true } };
    const channel = realtime.client({ vsn }).channel(`комната-é-${vsn}`, { config });
    const messages = heard(channel);
    await joined(channel);
    await channel.send({ type: "broadcast", event: "событие", payload: { text: "日本語 é 🙂" } });
    await eventually(() =>
      expect(messages).toEqual([
        { type: "broadcast", event: "событие", payload: { text: "日本語 é 🙂" } },
      ]),
    );
  });
});

describe("between protocol versions", () => {
  it("a room hears clients of both versions alike", async () => {
    const config = { broadcast: { self: true, ack: true } };
    const [older, newer] = versions.map((vsn) =>
      realtime.client({ vsn }).channel("mixed", { config }),
    );
    if (!older || !newer) throw new Error("two versions");
    const inOlder = heard(older);
    const inNewer = heard(newer);
    await Promise.all([joined(older), joined(newer)]);
    await older.send({ type: "broadcast", event: "from-older", payload: { n: 1 } });
    await newer.send({ type: "broadcast", event: "from-newer", payload: { n: 2 } });
    const expected = [
      { type: "broadcast", event: "from-older", payload: { n: 1 } },
      { type: "broadcast", event: "from-newer", payload: { n: 2 } },
    ];
    await eventually(() => expect(inOlder).toEqual(expected));
    await eventually(() => expect(inNewer).toEqual(expected));
  });

  it("raw bytes reach 2.0.0 unchanged and never a 1.0.0 client", async () => {
    const older = realtime.client({ vsn: "1.0.0" }).channel("bytes");
    const newer = realtime.client().channel("bytes");
    const sender = realtime.client().channel("bytes", { config: { broadcast: { ack: true } } });
    const inOlder = heard(older);
    const inNewer = heard(newer);
    await Promise.all([joined(older), joined(newer), joined(sender)]);
    const bytes = new Uint8Array([0, 1, 2, 253, 254, 255]);
    await sender.send({ type: "broadcast", event: "raw", payload: bytes.buffer });
    await sender.send({ type: "broadcast", event: "json", payload: { n: 1 } });
    await eventually(() => expect(inNewer).toHaveLength(2));
    expect(inNewer[0]?.payload).toBeInstanceOf(ArrayBuffer);
    expect(new Uint8Array(inNewer[0]?.payload as ArrayBuffer)).toEqual(bytes);
    await eventually(() => expect(inOlder.map(({ event }) => event)).toEqual(["json"]));
  });
});

describe("over HTTP", () => {
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${realtime.httpUrl}${path}`, {
      method: "POST",
      body,
      headers: { apikey: publishableKey, "content-type": "application/json", ...headers },
    });

  it.each(versions)("httpSend reaches a joined %s client", async (vsn) => {
    const receiver = realtime.client({ vsn }).channel(`http/${vsn} ü`);
    const messages = heard(receiver);
    await joined(receiver);
    const sender = realtime.client({ vsn }).channel(`http/${vsn} ü`);
    expect(await sender.httpSend("one/two", { n: 1 })).toEqual({ success: true });
    await eventually(() =>
      expect(messages).toEqual([{ type: "broadcast", event: "one/two", payload: { n: 1 } }]),
    );
  });

  it("httpSend carries raw bytes", async () => {
    const receiver = realtime.client().channel("http-bytes");
    const messages = heard(receiver);
    await joined(receiver);
    await realtime
      .client()
      .channel("http-bytes")
      .httpSend("raw", new Uint8Array([7, 8]));
    await eventually(() => expect(messages).toHaveLength(1));
    expect(new Uint8Array(messages[0]?.payload as ArrayBuffer)).toEqual(new Uint8Array([7, 8]));
  });

  it("a batch reaches every topic it names, with ids as meta", async () => {
    const one = realtime.client({ vsn: "1.0.0" }).channel("batch-one");
    const two = realtime.client().channel("batch-two");
    const inOne = heard(one);
    const inTwo = heard(two);
    await Promise.all([joined(one), joined(two)]);
    const id = crypto.randomUUID();
    const response = await post(
      "/api/broadcast",
      JSON.stringify({
        messages: [
          { topic: "batch-one", event: "a", payload: { n: 1 }, id },
          { topic: "batch-two", event: "b", payload: { n: 2 }, private: false },
        ],
      }),
    );
    expect(response.status).toBe(202);
    await eventually(() =>
      expect(inOne).toEqual([{ type: "broadcast", event: "a", payload: { n: 1 }, meta: { id } }]),
    );
    await eventually(() =>
      expect(inTwo).toEqual([{ type: "broadcast", event: "b", payload: { n: 2 } }]),
    );
  });

  it("send() falls back to HTTP while the channel is not joined", async () => {
    const receiver = realtime.client().channel("fallback");
    const messages = heard(receiver);
    await joined(receiver);
    const sender = realtime.client({ logger: () => undefined }).channel("fallback");
    const answer = await sender.send({ type: "broadcast", event: "a", payload: { n: 1 } });
    expect(answer).toBe("ok");
    await eventually(() => expect(messages).toHaveLength(1));
  });

  it("names what is missing in a batch, entry by entry", async () => {
    const response = await post(
      "/api/broadcast",
      JSON.stringify({ messages: [{ topic: "x" }, { topic: "x", event: "e", payload: {} }] }),
    );
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual({
      errors: { messages: [{ event: ["can't be blank"], payload: ["can't be blank"] }, {}] },
    });
  });

  it("refuses a payload above the ceiling", async () => {
    const large = JSON.stringify({ text: "x".repeat(10_000) });
    const single = await post("/api/broadcast/t/events/e", large);
    expect(single.status).toBe(422);
    const body = { messages: [{ topic: "t", event: "e", payload: JSON.parse(large) }] };
    const batch = await post("/api/broadcast", JSON.stringify(body));
    expect(batch.status).toBe(422);
  });

  it("answers 401 without a valid key, 415 to other media, 400 to broken JSON, 404 elsewhere", async () => {
    const statuses = await Promise.all([
      post("/api/broadcast", "{}", { apikey: "sb_publishable_wrong" }),
      post("/api/broadcast/t/events/e", "x", { "content-type": "text/plain" }),
      post("/api/broadcast/t/events/e", "{"),
      post("/api/nothing", "{}"),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([401, 415, 400, 404]);
  });

  it("answers a ping without any key", async () => {
    const response = await fetch(`${realtime.httpUrl}/api/ping`);
    expect(await response.json()).toEqual({ message: "Success" });
  });
});

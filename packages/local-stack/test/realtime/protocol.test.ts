import { get } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { RawClient } from "./raw-client.ts";
import { eventually, publishableKey, type RealtimeUnderTest, startRealtime } from "./support.ts";

let realtime: RealtimeUnderTest;
let client: RawClient;
beforeAll(async () => {
  realtime = await startRealtime({ maxChannelsPerSocket: 3 });
  client = await RawClient.open(realtime);
}, 60_000);
afterAll(async () => {
  client.close();
  await realtime[Symbol.asyncDispose]();
});

describe("the handshake", () => {
  const upgrade = (query: string, path = "/websocket") =>
    new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const url = `${realtime.httpUrl}${path}?${query}`;
      const headers = {
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
      };
      const request = get(url, { headers }, (response) => {
        let body = "";
        response.on("data", (chunk) => {
          body += String(chunk);
        });
        response.on("end", () => resolve({ status: response.statusCode, body }));
      });
      request.on("upgrade", (_response, socket) => {
        socket.destroy();
        resolve({ status: 101, body: "" });
      });
      request.on("error", reject);
    });

  it("says why it refuses", async () => {
    const expired = await realtime.token({ lifetime: -60 });
    const now = Math.floor(Date.now() / 1000);
    const noRole = await realtime.tokens.sign({ exp: now + 60 });
    const [header, , signature] = (await realtime.token()).split(".");
    const forged = `${header}.${Buffer.from(`{"role":"service_role","exp":${now + 60}}`).toString("base64url")}.${signature}`;
    const reason = async (key: string) => {
      const { status, body } = await upgrade(`apikey=${key}&vsn=2.0.0`);
      return [status, body === "" ? "" : (JSON.parse(body) as { error: string }).error];
    };
    expect(await reason("")).toEqual([401, "API key is missing"]);
    expect(await reason("nonsense")).toEqual([401, "The token provided is not a valid JWT"]);
    expect(await reason("sb_publishable_unknown")).toEqual([
      401,
      "The token provided is not a valid JWT",
    ]);
    expect(await reason(expired)).toEqual([401, "Token has expired"]);
    expect(await reason(noRole)).toEqual([401, "Fields `role` and `exp` are required in JWT"]);
    expect(await reason(forged)).toEqual([401, "Failed to validate JWT signature"]);
  });

  it("knows versions 1.0 and 2.0 and takes the first where none is named", async () => {
    const status = async (vsn: string) => (await upgrade(`apikey=${publishableKey}${vsn}`)).status;
    expect(await status("")).toBe(101);
    expect(await status("&vsn=1.0.0")).toBe(101);
    expect(await status("&vsn=2.0.0")).toBe(101);
    expect(await status("&vsn=3.0.0")).toBe(403);
  });

  it("takes the key from the x-api-key header as well, and no other path", async () => {
    const websocket = new WebSocket(`${realtime.url}/websocket?vsn=2.0.0`, {
      headers: { "x-api-key": await realtime.token() },
    });
    await new Promise((resolve) => websocket.once("open", resolve));
    websocket.terminate();
    expect((await upgrade(`apikey=${publishableKey}`, "/elsewhere")).status).toBe(404);
  });
});

describe("replies", () => {
  it("a heartbeat is answered", async () => {
    client.send(null, "hb", "phoenix", "heartbeat", {});
    expect(await client.reply("hb")).toEqual({ status: "ok", response: {} });
  });

  it("leaving what was never joined is fine; anything else there is unmatched", async () => {
    client.send(null, "l1", "realtime:none", "phx_leave", {});
    client.send(null, "l2", "realtime:none", "broadcast", {});
    client.send("j1", "j1", "elsewhere:room", "phx_join", {});
    expect(await client.reply("l1")).toEqual({ status: "ok", response: {} });
    const unmatched = { status: "error", response: { reason: "unmatched topic" } };
    expect(await client.reply("l2")).toEqual(unmatched);
    expect(await client.reply("j1")).toEqual(unmatched);
  });

  it("a topic without a name, a fourth channel and a bad token are refused by name", async () => {
    const reason = (text: string) => ({ status: "error", response: { reason: text } });
    expect(await client.join("", "n1")).toEqual(
      reason("TopicNameRequired: You must provide a topic name"),
    );
    for (const n of [1, 2, 3]) await client.join(`full-${n}`, `f${n}`);
    expect(await client.join("full-4", "f4")).toEqual(
      reason("ChannelRateLimitReached: Too many channels"),
    );
    for (const n of [1, 2, 3]) {
      client.send(`f${n}`, `fl${n}`, `realtime:full-${n}`, "phx_leave", {});
      await client.reply(`fl${n}`);
    }
    client.send("t1", "t1", "realtime:t", "phx_join", { access_token: "nonsense" });
    expect(await client.reply("t1")).toEqual(
      reason("MalformedJWT: The token provided is not a valid JWT"),
    );
    const expired = await realtime.token({ lifetime: -60 });
    client.send("t2", "t2", "realtime:t", "phx_join", { access_token: expired });
    expect(await client.reply("t2")).toEqual(
      reason(expect.stringMatching(/^InvalidJWTToken: Token has expired \d+ seconds ago$/)),
    );
  });

  it("joining a joined topic closes the old channel, and messages of the old one are dropped", async () => {
    await client.join("twice", "a1", { broadcast: { ack: true } });
    await client.join("twice", "a2", { broadcast: { ack: true } });
    expect(client.received).toContainEqual(["a1", "a1", "realtime:twice", "phx_close", {}]);
    client.send("a1", "old", "realtime:twice", "broadcast", { event: "x" });
    client.send("a2", "new", "realtime:twice", "broadcast", { event: "x" });
    expect(await client.reply("new")).toEqual({ status: "ok", response: {} });
    expect(client.received.some((m) => Array.isArray(m) && m[1] === "old")).toBe(false);
    client.send(null, "bye", "realtime:twice", "phx_leave", {});
    await client.reply("bye");
    expect(client.received).toContainEqual(["a2", "a2", "realtime:twice", "phx_close", {}]);
  });

  it("a join with wrongly typed fields works with their defaults", async () => {
    const config = {
      private: "false",
      broadcast: "loud",
      presence: { key: 5, enabled: "true" },
      postgres_changes: null,
    };
    expect(await client.join("odd", "o1", config)).toEqual({
      status: "ok",
      response: { postgres_changes: [] },
    });
    // "true" counted: presence is on.
    await eventually(() =>
      expect(client.received).toContainEqual(["o1", null, "realtime:odd", "presence_state", {}]),
    );
    client.send("o1", "o2", "realtime:odd", "presence", { event: "TRACK", payload: [] });
    expect(await client.reply("o2")).toEqual({
      status: "error",
      response: { reason: "Presence track payload must be a map" },
    });
    client.send("o1", "o3", "realtime:odd", "phx_leave", {});
    await client.reply("o3");
  });

  it("`replication_ready` is answered once messages from the database arrive", async () => {
    await client.join("ready", "r1", { broadcast: { replication_ready: true } });
    const payload = {
      extension: "system",
      status: "ok",
      message: "Replication connection established",
      channel: "ready",
    };
    await eventually(() =>
      expect(client.received).toContainEqual(["r1", null, "realtime:ready", "system", payload]),
    );
    client.send("r1", "r2", "realtime:ready", "phx_leave", {});
    await client.reply("r2");
  });
});

import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { createApiKeyResolver, createGateway, type Gateway } from "../../src/gateway/gateway.ts";
import { rawRequest, statusOf } from "./raw-request.ts";
import { createUpgradeEcho } from "./stand-ins.ts";
import { createKeys, log } from "./start-api.ts";

// Nothing here goes to PostgREST, so its address leads nowhere.
const restUrl = "http://127.0.0.1:9";
const realtime = createUpgradeEcho("realtime");
let gateway: Gateway;
let keys: Awaited<ReturnType<typeof createKeys>>["keys"];

beforeAll(async () => {
  ({ keys } = await createKeys());
  gateway = createGateway({ port: 0, keys, restUrl, realtime, log });
  await gateway.start();
});
afterAll(() => gateway?.stop());

/** The first message, or the status with which the upgrade was refused. */
async function open(path: string, headers: Record<string, string> = {}) {
  const { promise, resolve } = Promise.withResolvers<string | number>();
  const socket = new WebSocket(gateway.url.replace("http", "ws") + path, { headers });
  socket.on("message", (data) => resolve(data.toString()));
  socket.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
  socket.on("error", () => undefined);
  const result = await promise;
  socket.terminate();
  return result;
}

const upgradeOf = (path: string, more = "") =>
  `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n${more}\r\n`;

describe("websockets", () => {
  test("are handed to Realtime without the prefix, with any of the keys", async () => {
    const { publishable, secret, anonJwt } = keys;
    for (const key of [publishable, secret, anonJwt]) {
      expect(await open(`/realtime/v1/websocket?apikey=${key}&vsn=2.0.0`)).toBe(
        `/websocket?apikey=${key}&vsn=2.0.0`.slice(0, 125),
      );
    }
    expect(await open("/realtime/v1/websocket", { apikey: publishable })).toBe("/websocket");
  });

  test("tell Realtime whose key it is, wherever it stood and whatever the client says", async () => {
    const { publishable, anonJwt } = keys;
    const spoofed = { "x-api-key": "of somebody else", "x-forwarded-for": "10.1.2.3" };
    await open("/realtime/v1/websocket", { apikey: publishable, ...spoofed });
    expect(realtime.lastHeaders()).toMatchObject({
      "x-api-key": anonJwt,
      "x-forwarded-for": "127.0.0.1",
    });
  });

  test("are refused without a known key, and a secret one in a browser", async () => {
    expect(await open("/realtime/v1/websocket")).toBe(401);
    expect(await open("/realtime/v1/websocket?apikey=wrong")).toBe(401);
    expect(
      await open(`/realtime/v1/websocket?apikey=${keys.secret}`, { "user-agent": "Mozilla/5.0" }),
    ).toBe(401);
  });

  test("are refused everywhere else, with an answer that says why", async () => {
    const query = `?apikey=${keys.publishable}`;
    for (const path of ["/rest/v1/things", "/auth/v1/user", "/", "/realtime/v1/websocket/x"]) {
      expect(await open(path + query)).toBe(404);
    }
    const answer = await rawRequest(gateway.url, upgradeOf("/realtime/v1/../websocket"));
    expect(statusOf(answer)).toBe(400);
    expect(JSON.parse(answer.slice(answer.indexOf("\r\n\r\n")))).toMatchObject({
      code: "invalid_path",
    });
  });

  test("of clients that die at once trouble nobody", async () => {
    const { hostname, port } = new URL(gateway.url);
    const path = `/realtime/v1/websocket?apikey=${keys.publishable}`;
    for (let index = 0; index < 60; index += 1) {
      const socket = connect(Number(port), hostname);
      socket.on("error", () => undefined);
      socket.write(upgradeOf(index % 3 === 0 ? "/wrong" : path));
      if (index % 2 === 0) socket.resetAndDestroy();
      else socket.once("data", () => socket.resetAndDestroy());
    }
    await sleep(50);
    expect((await fetch(`${gateway.url}/health`)).status).toBe(200);
    expect(await open(path)).toContain("/websocket");
  });
});

test("a key's claims are known to those who ask", () => {
  const resolve = createApiKeyResolver(keys);
  expect(resolve(keys.publishable)).toMatchObject({ role: "anon" });
  expect(resolve(keys.secret)).toMatchObject({ role: "service_role" });
  expect(resolve(keys.serviceRoleJwt)).toMatchObject({ role: "service_role" });
  expect(resolve("wrong")).toBeUndefined();
  expect(resolve("")).toBeUndefined();
});

import { once } from "node:events";
import { Agent, createServer as createHttpServer, get } from "node:http";
import { connect, createServer, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { createGateway, type GatewayOptions } from "../../src/gateway/gateway.ts";
import { createEcho, createUpgradeEcho } from "./stand-ins.ts";
import { createKeys, log } from "./start-api.ts";

async function gatewayOn(port: number, more: Partial<GatewayOptions> = {}) {
  const { keys } = await createKeys();
  const options = { port, keys, restUrl: "http://127.0.0.1:9", log, ...more };
  return { keys, gateway: createGateway(options) };
}

async function occupy() {
  const holder = createServer();
  holder.listen(0, "127.0.0.1");
  await once(holder, "listening");
  return { holder, port: portOf(holder) };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

describe("the gateway", () => {
  test("says which port is in use and what to do", async () => {
    const { holder, port } = await occupy();
    const { gateway } = await gatewayOn(port);
    await expect(gateway.start()).rejects.toThrow(
      expect.objectContaining({
        code: "port_in_use",
        message: expect.stringMatching(new RegExp(`${port}.*--port-base`)),
      }),
    );
    expect(gateway.health()).toBe("stopped");
    holder.close();
  });

  test("takes a port that becomes free in the meantime", async () => {
    const { holder, port } = await occupy();
    const { gateway } = await gatewayOn(port);
    const started = gateway.start();
    setTimeout(() => holder.close(), 150);
    await started;
    expect(gateway.health()).toBe("healthy");
    await gateway.stop();
  });

  test("frees its port at once, whoever is still connected, and can start again on it", async () => {
    const { keys, gateway } = await gatewayOn(0, {
      auth: createEcho("auth"),
      realtime: createUpgradeEcho("realtime"),
    });
    await gateway.start();
    const { url } = gateway;
    const agent = new Agent({ keepAlive: true });
    const [answer] = await once(get(`${url}/health`, { agent }), "response");
    answer.resume();
    const socket = new WebSocket(
      `${url.replace("http", "ws")}/realtime/v1/websocket?apikey=${keys.publishable}`,
    );
    await once(socket, "message");
    const closed = once(socket, "close");

    await gateway.stop();
    await gateway.stop();
    await closed;
    expect(gateway.health()).toBe("stopped");
    await expect(fetch(`${url}/health`)).rejects.toThrow();

    const { gateway: next } = await gatewayOn(Number(new URL(url).port));
    await next.start();
    expect((await fetch(`${next.url}/health`)).status).toBe(200);
    await next.stop();
    agent.destroy();
  });

  test("lets an answer that has begun end, and waits for nothing else", async () => {
    const upstream = createHttpServer((_request, response) => {
      setTimeout(() => response.end("whole"), 200);
    });
    upstream.listen(0, "127.0.0.1");
    await once(upstream, "listening");
    const { keys, gateway } = await gatewayOn(0, {
      restUrl: `http://127.0.0.1:${portOf(upstream)}`,
    });
    await gateway.start();
    const { hostname, port } = new URL(gateway.url);
    const silent = connect(Number(port), hostname);
    await once(silent, "connect");
    const answer = fetch(`${gateway.url}/rest/v1/things`, {
      headers: { apikey: keys.publishable },
    });
    await once(upstream, "request");

    await gateway.stop();
    expect(await (await answer).text()).toBe("whole");
    silent.destroy();
    upstream.close();
  });

  test("ends a request upstream when its client goes away, before or amid the answer", async () => {
    const upstream = createHttpServer((request, response) => {
      if (request.url === "/begun") response.write("begun");
    });
    upstream.listen(0, "127.0.0.1");
    await once(upstream, "listening");
    const { keys, gateway } = await gatewayOn(0, {
      restUrl: `http://127.0.0.1:${portOf(upstream)}`,
    });
    await gateway.start();
    for (const path of ["/silent", "/begun"]) {
      const controller = new AbortController();
      const answer = fetch(`${gateway.url}/rest/v1${path}`, {
        headers: { apikey: keys.publishable },
        signal: controller.signal,
      }).then((response) => response.text());
      const [request] = await once(upstream, "request");
      const ended = new Promise((resolve) => request.once("close", resolve));
      request.on("error", () => undefined);
      if (path === "/begun") await sleep(50);
      controller.abort();
      await expect(answer).rejects.toThrow();
      await ended;
    }
    await gateway.stop();
    upstream.close();
  });

  test("starts, stops and starts again as the same object", async () => {
    const { gateway } = await gatewayOn(0);
    for (let round = 0; round < 2; round += 1) {
      await gateway.start();
      expect((await fetch(`${gateway.url}/health`)).status).toBe(200);
      await gateway.stop();
    }
  });

  test("answers 501 for services that are turned off", async () => {
    const { keys, gateway } = await gatewayOn(0);
    await gateway.start();
    for (const path of ["/auth/v1/user", "/realtime/v1/api/ping"]) {
      const response = await fetch(gateway.url + path, { headers: { apikey: keys.publishable } });
      expect(response.status).toBe(501);
      await response.body?.cancel();
    }
    await gateway.stop();
  });

  test("says that REST does not answer when it does not", async () => {
    const { keys, gateway } = await gatewayOn(0);
    await gateway.start();
    for (const method of ["GET", "POST"]) {
      const response = await fetch(`${gateway.url}/rest/v1/things`, {
        method,
        headers: { apikey: keys.publishable },
        body: method === "POST" ? "[]" : null,
      });
      expect(response.status).toBe(503);
      expect(response.headers.get("retry-after")).toBe("1");
      expect(await response.json()).toMatchObject({ code: "upstream_unavailable" });
    }
    await gateway.stop();
  });
});

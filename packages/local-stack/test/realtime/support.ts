import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { RealtimeClient, type RealtimeClientOptions } from "@supabase/supabase-js";
import pg from "pg";
import pino from "pino";
import { expect, vi } from "vitest";
import type { UpgradeService } from "../../src/service.ts";
import type { RealtimeLimits } from "../../src/services/realtime/limits.ts";
import { createRealtime } from "../../src/services/realtime/realtime.ts";
import { type Claims, createTokens, generateSigningKey, type Tokens } from "../../src/tokens.ts";
import { startTestDatabase, type TestDatabase } from "../support/database.ts";

export const publishableKey = "sb_publishable_test";
export const secretKey = "sb_secret_test";
export const versions = ["1.0.0", "2.0.0"] as const;

/** Realtime behind a bare HTTP server, on a database of its own. */
export interface RealtimeUnderTest extends AsyncDisposable {
  database: TestDatabase;
  service: UpgradeService;
  tokens: Tokens;
  url: string;
  httpUrl: string;
  /** Runs SQL as the role a migration runs as. */
  sql(text: string, values?: unknown[]): Promise<pg.QueryResult>;
  /** A stock client, disconnected when the test stack is disposed of. */
  client(options?: Partial<RealtimeClientOptions>): RealtimeClient;
  /** A token as Auth would issue it. */
  token(claims?: Claims & { lifetime?: number }): Promise<string>;
}

/** `sharedDatabase` outlives this service; without it, the service has one of its own. */
export async function startRealtime(
  limits: Partial<RealtimeLimits> = {},
  sharedDatabase?: TestDatabase,
): Promise<RealtimeUnderTest> {
  const database = sharedDatabase ?? (await startTestDatabase());
  const tokens = await createTokens({
    jwtSecret: randomUUID(),
    signingKey: await generateSigningKey(),
  });
  const keys = new Map([
    [publishableKey, { role: "anon" }],
    [secretKey, { role: "service_role" }],
  ]);
  const service = createRealtime({
    config: { enabled: true },
    database: database.address("supabase_admin"),
    tokens,
    resolveApiKey: (key) => keys.get(key),
    log: pino({ level: process.env.LOG_LEVEL ?? "silent" }),
    limits,
  });
  await service.start();
  const server = createServer((request, response) => {
    void forward(service, request, response);
  });
  server.on("upgrade", (request, socket, head) => service.upgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const clients: RealtimeClient[] = [];
  const pool = new pg.Pool({ ...database.address("postgres"), max: 2 });
  pool.on("error", () => undefined);

  return {
    database,
    service,
    tokens,
    url: `ws://127.0.0.1:${port}/realtime/v1`,
    httpUrl: `http://127.0.0.1:${port}/realtime/v1`,
    sql: (text, values) => pool.query(text, values),
    client(options) {
      const client = new RealtimeClient(`ws://127.0.0.1:${port}/realtime/v1`, {
        reconnectAfterMs: () => 50,
        ...options,
        params: { apikey: publishableKey, ...options?.params },
      });
      clients.push(client);
      return client;
    },
    token({ lifetime = 3600, ...claims } = {}) {
      const now = Math.floor(Date.now() / 1000);
      return tokens.sign({
        role: "authenticated",
        sub: randomUUID(),
        iat: now,
        exp: now + lifetime,
        ...claims,
      });
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(clients.map((client) => client.disconnect()));
      await pool.end();
      await service.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (sharedDatabase === undefined) await database[Symbol.asyncDispose]();
    },
  };
}

async function forward(
  service: UpgradeService,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const path = (request.url ?? "/").replace("/realtime/v1", "");
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as [string, string]] : [],
  );
  const hasBody = request.method !== "GET" && request.method !== "HEAD";
  const answer = await service.fetch(
    new Request(`http://localhost${path}`, {
      method: request.method ?? "GET",
      headers,
      ...(hasBody ? { body: Buffer.concat(chunks) } : {}),
    }),
  );
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
}

export type TestChannel = ReturnType<RealtimeClient["channel"]>;

/** Subscribes and resolves with the first status and the error that came with it. */
export function subscribe(channel: TestChannel): Promise<{ status: string; error?: string }> {
  return new Promise((resolve) => {
    channel.subscribe((status, error) =>
      resolve(error === undefined ? { status } : { status, error: error.message }),
    );
  });
}

/** Subscribes and insists that it worked. */
export async function joined(channel: TestChannel): Promise<TestChannel> {
  expect(await subscribe(channel), channel.topic).toEqual({ status: "SUBSCRIBED" });
  return channel;
}

/** Collects what a channel hears of broadcasts. */
export function heard(channel: TestChannel, event = "*"): Record<string, unknown>[] {
  const messages: Record<string, unknown>[] = [];
  channel.on("broadcast", { event }, (message) => messages.push(message));
  return messages;
}

/** Waits until `check` no longer throws. */
export const eventually = <Result>(check: () => Result | Promise<Result>): Promise<Result> =>
  vi.waitFor(check, { timeout: 30_000, interval: 10 });

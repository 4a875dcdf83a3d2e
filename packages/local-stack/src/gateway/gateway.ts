import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import type { Health, HttpService, Logger, Service, UpgradeService } from "../service.ts";
import type { Functions } from "../services/functions/functions.ts";
import type { Claims } from "../tokens.ts";
import { admit } from "./admission.ts";
import { createApiKeys, type GatewayKeys } from "./api-keys.ts";
import { createApp } from "./app.ts";
import { createCors, METHODS } from "./cors.ts";
import { type Exchange, headersForService, requestIdOf } from "./exchange.ts";
import { listen, stopListening, trackAnswers } from "./listening.ts";
import { type Refusal, refusal, writeJson } from "./reply.ts";
import { createRestProxy } from "./rest-proxy.ts";
import { readTarget, type Target } from "./target.ts";
import { createUpgrades } from "./upgrades.ts";

interface GatewayLimits {
  restBodyBytes: number;
  authBodyBytes: number;
  realtimeBodyBytes: number;
  headerBytes: number;
  /** How long PostgREST may be silent; hosted gives up at the same moment. */
  restTimeoutMs: number;
}

const DEFAULT_LIMITS: GatewayLimits = {
  restBodyBytes: 10 * 1024 * 1024,
  authBodyBytes: 1024 * 1024,
  realtimeBodyBytes: 5_000_000,
  headerBytes: 32 * 1024,
  restTimeoutMs: 60_000,
};

/** How long a request may take to arrive. */
const REQUEST_TIMEOUT_MS = 60_000;
const UPLOAD_TIMEOUT_MS = 60 * 60_000;

/** Services whose requests are judged by their API key. */
const GUARDED: ReadonlySet<Target["service"]> = new Set(["rest", "auth", "realtime", "storage"]);

export interface GatewayOptions {
  /** 0 takes a free one; `url` tells which. */
  port: number;
  host?: string;
  keys: GatewayKeys;
  restUrl: string;
  auth?: HttpService | undefined;
  realtime?: UpgradeService | undefined;
  storage?: HttpService | undefined;
  functions?: Functions | undefined;
  /** Every origin when left out, as on hosted. */
  allowedOrigins?: readonly string[] | undefined;
  limits?: Partial<GatewayLimits> | undefined;
  log: Logger;
}

export interface Gateway extends Service {
  /** The origin under which everything is reached. */
  readonly url: string;
}

/** A key's claims, for services that take keys where others take tokens (Realtime's `apikey`). */
export function createApiKeyResolver(keys: GatewayKeys): (key: string) => Claims | undefined {
  const findKey = createApiKeys(keys);
  return (key) => findKey(key)?.claims;
}

/** One origin for the whole stack: judges keys, answers preflights, and passes requests on. */
export function createGateway(options: GatewayOptions): Gateway {
  const { log } = options;
  const host = options.host ?? "127.0.0.1";
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const findKey = createApiKeys(options.keys);
  const cors = createCors(options.allowedOrigins);
  const rest = createRestProxy({
    url: options.restUrl,
    bodyBytes: limits.restBodyBytes,
    timeoutMs: limits.restTimeoutMs,
    log,
  });
  const { auth, realtime, storage } = options;
  const app = createApp({ ...limits, auth, realtime, storage, log });
  const upgrades = createUpgrades({ realtime: options.realtime, findKey, log });

  const exchanges = new WeakMap<object, Exchange>();
  const serve = getRequestListener(
    (request, env) => {
      const exchange = exchanges.get(env.incoming);
      return exchange === undefined ? undefined : app.fetch(request, { ...env, exchange });
    },
    { hostname: host, overrideGlobalObjects: false },
  );

  function handle(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const requestId = requestIdOf(incoming.headers);
    if (incoming.method === "OPTIONS" && !isForFunction(incoming)) {
      outgoing.writeHead(204, {
        ...cors.forPreflight(incoming.headers),
        "x-request-id": requestId,
      });
      outgoing.end();
      return;
    }
    const answerHeaders = { ...cors.forAnswer(incoming.headers), "x-request-id": requestId };
    const judged = judge(incoming);
    if ("status" in judged) {
      const { status, body, headers } = judged;
      writeJson(outgoing, status, body, { ...headers, ...answerHeaders });
      return;
    }
    const exchange: Exchange = { ...judged, requestId, answerHeaders };
    const { service, path, search } = exchange.target;
    if (service === "functions" && options.functions !== undefined) {
      const headers = headersForService(incoming, exchange);
      const forwarding = { path, search, headers, requestId, answerHeaders };
      options.functions.handle(incoming, outgoing, forwarding);
      return;
    }
    if (service !== "storage") limitReceiving(incoming);
    if (service === "rest") {
      rest.handle(incoming, outgoing, exchange);
      return;
    }
    exchanges.set(incoming, exchange);
    void serve(incoming, outgoing);
  }

  /** Cross-origin rules of functions are their own affair: they get to see preflights. */
  function isForFunction(incoming: IncomingMessage): boolean {
    const target = readTarget(incoming.url ?? "");
    return "service" in target && target.service === "functions" && options.functions !== undefined;
  }

  /** Where a request goes and what it may do there, or why it goes nowhere. */
  function judge(incoming: IncomingMessage): Pick<Exchange, "target" | "admission"> | Refusal {
    const { method = "", headers } = incoming;
    if (!METHODS.includes(method)) return methodNotAllowed(method);
    const target = readTarget(incoming.url ?? "");
    if ("status" in target) return target;
    if (target.service !== "rest" && !URL.canParse(`http://${headers.host ?? host}`)) {
      return refusal(400, "invalid_host", "The Host header is not acceptable.");
    }
    const { service } = target;
    if (!GUARDED.has(service)) {
      return { target, admission: { key: undefined, authorization: headers.authorization } };
    }
    const admission = admit(target, headers, findKey);
    return "status" in admission ? admission : { target, admission };
  }

  let server: Server | undefined;
  let answers: ReadonlySet<ServerResponse> = new Set();
  let state: Health = "stopped";
  let url = `http://${host}:${options.port}`;

  return {
    name: "gateway",
    get url() {
      return url;
    },
    health: () => state,
    async start() {
      state = "starting";
      server = createServer({
        maxHeaderSize: limits.headerBytes,
        // Clients like Java's offer HTTP/2 on every request; what is no websocket stays a request.
        shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === "websocket",
        headersTimeout: 15_000,
        // For uploads; others are held to less below.
        requestTimeout: UPLOAD_TIMEOUT_MS,
        // Longer than browsers and reverse proxies keep theirs, so that they close first.
        keepAliveTimeout: 65_000,
      });
      answers = trackAnswers(server);
      server.on("request", handle);
      server.on("upgrade", upgrades.handle);
      server.on("clientError", answerMalformed);
      try {
        await listen(server, options.port, host);
      } catch (error) {
        state = "stopped";
        throw error;
      }
      const address = server.address();
      if (typeof address === "object" && address !== null) url = `http://${host}:${address.port}`;
      state = "healthy";
      log.debug(`gateway listens on ${url}`);
    },
    async stop() {
      if (server === undefined) return;
      state = "stopped";
      upgrades.close();
      await stopListening(server, answers);
      upgrades.close();
      rest.close();
      server = undefined;
    },
  };
}

/** Ends a connection whose request has begun to arrive and does not arrive whole in time. */
function limitReceiving(incoming: IncomingMessage): void {
  const { headers } = incoming;
  if (headers["content-length"] === undefined && !headers["transfer-encoding"]) return;
  const timer = setTimeout(() => {
    if (!incoming.complete) incoming.socket.destroy();
  }, REQUEST_TIMEOUT_MS);
  timer.unref();
  incoming.once("close", () => clearTimeout(timer));
}

const methodNotAllowed = (method: string): Refusal =>
  refusal(405, "method_not_allowed", `${method} is not supported here.`, null, {
    allow: METHODS.join(", "),
  });

/** Answers what is not even HTTP; Node has no request object for it. */
function answerMalformed(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, code] =
    error.code === "HPE_HEADER_OVERFLOW"
      ? ["431 Request Header Fields Too Large", "headers_too_large"]
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? ["408 Request Timeout", "request_timeout"]
        : ["400 Bad Request", "bad_request"];
  const text = JSON.stringify({
    code,
    message: "The request is malformed.",
    details: null,
    hint: null,
  });
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n${text}`,
  );
}

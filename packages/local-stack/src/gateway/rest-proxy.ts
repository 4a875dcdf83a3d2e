import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  request as openRequest,
  type ServerResponse,
} from "node:http";
import type { Logger } from "../service.ts";
import { type Exchange, headersForClient, headersForService } from "./exchange.ts";
import { type Refusal, refusal, tooLarge, unavailable, writeJson } from "./reply.ts";

export interface RestProxyOptions {
  /** PostgREST's own address. */
  url: string;
  bodyBytes: number;
  timeoutMs: number;
  log: Logger;
}

export interface RestProxy {
  handle(incoming: IncomingMessage, outgoing: ServerResponse, exchange: Exchange): void;
  close(): void;
}

/** Below the 30 s after which PostgREST's server closes a silent connection, so that we close first. */
const IDLE_CONNECTION_MS = 20_000;

/**
 * Passes `/rest/v1` on to PostgREST with as little as possible in between: plain node:http, kept
 * connections, bodies streamed both ways. Nearly all traffic of an application goes through here.
 */
export function createRestProxy(options: RestProxyOptions): RestProxy {
  const { hostname, port } = new URL(options.url);
  const agent = new Agent({ keepAlive: true, timeout: IDLE_CONNECTION_MS, scheduling: "lifo" });

  function open(incoming: IncomingMessage, exchange: Exchange): ClientRequest {
    const headers = headersForService(incoming, exchange);
    // The framing is said anew, so that nothing a client claims can shift where its body ends.
    delete headers["content-length"];
    if (isChunked(incoming)) headers["transfer-encoding"] = "chunked";
    else if (declaredLength(incoming) > 0) {
      headers["content-length"] = String(declaredLength(incoming));
    }
    return openRequest({
      agent,
      hostname,
      port,
      method: incoming.method ?? "GET",
      path: exchange.target.path + exchange.target.search,
      headers,
    });
  }

  function handle(incoming: IncomingMessage, outgoing: ServerResponse, exchange: Exchange): void {
    const refuse = (answer: Refusal) => {
      writeJson(outgoing, answer.status, answer.body, {
        ...answer.headers,
        ...exchange.answerHeaders,
      });
    };
    if (declaredLength(incoming) > options.bodyBytes) {
      refuse(tooLarge(options.bodyBytes));
      return;
    }

    let upstream: ClientRequest;
    let settled = false;
    /** Ends the exchange on both sides, with an answer as long as none has begun. */
    const fail = (answer: Refusal, cause?: Error) => {
      if (settled) return;
      settled = true;
      options.log.warn(
        { requestId: exchange.requestId, code: answer.body.code, err: cause },
        "REST request failed",
      );
      upstream.destroy();
      if (outgoing.headersSent) outgoing.destroy();
      else refuse(answer);
    };

    const send = (isRetry: boolean) => {
      upstream = open(incoming, exchange);
      upstream.setTimeout(options.timeoutMs, () => {
        fail(refusal(504, "upstream_timeout", "The rest service took too long to answer."));
      });
      upstream.on("response", (answer) => {
        outgoing.writeHead(
          answer.statusCode ?? 502,
          headersForClient(answer.rawHeaders, exchange.answerHeaders),
        );
        answer.on("error", (cause) => fail(unavailable("rest"), cause));
        answer.pipe(outgoing);
      });
      upstream.on("error", (cause) => {
        // PostgREST may close a kept connection in the moment in which we send on it; what has no body
        // can be sent again.
        if (!isRetry && !settled && upstream.reusedSocket && canRepeat(incoming)) send(true);
        else fail(unavailable("rest"), cause);
      });
      if (hasBody(incoming)) {
        pumpBody(incoming, upstream, options.bodyBytes, () => fail(tooLarge(options.bodyBytes)));
      } else upstream.end();
    };

    outgoing.on("close", () => {
      // The client went away: what it asked for is wanted by nobody.
      if (outgoing.writableFinished || settled) return;
      settled = true;
      upstream.destroy();
    });
    send(false);
  }

  return { handle, close: () => agent.destroy() };
}

/** Streams a body upstream at the pace upstream takes it, and no further than `limit`. */
function pumpBody(
  incoming: IncomingMessage,
  upstream: ClientRequest,
  limit: number,
  onTooLarge: () => void,
): void {
  let received = 0;
  incoming.on("data", (chunk: Buffer) => {
    received += chunk.length;
    if (received > limit) {
      incoming.removeAllListeners("data");
      incoming.resume();
      onTooLarge();
      return;
    }
    if (!upstream.write(chunk) && !upstream.destroyed) incoming.pause();
  });
  upstream.on("drain", () => incoming.resume());
  upstream.on("close", () => incoming.resume());
  incoming.on("end", () => upstream.end());
}

function isChunked(incoming: IncomingMessage): boolean {
  return incoming.headers["transfer-encoding"] !== undefined;
}

function declaredLength(incoming: IncomingMessage): number {
  return Number(incoming.headers["content-length"] ?? 0);
}

function hasBody(incoming: IncomingMessage): boolean {
  return isChunked(incoming) || declaredLength(incoming) > 0;
}

function canRepeat(incoming: IncomingMessage): boolean {
  return !hasBody(incoming) && (incoming.method === "GET" || incoming.method === "HEAD");
}

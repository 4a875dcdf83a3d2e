import type { ServerResponse } from "node:http";
import { type Agent, type ClientRequest, type IncomingMessage, request as open } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type CodedAnswer, crashed, idleTimeout, resourceLimit, restarting } from "./answers.ts";
import type { Forwarding } from "./functions.ts";
import { type Ending, TOKEN_HEADER } from "./runtime/protocol.ts";
import type { FunctionWorker } from "./runtime-process.ts";

export interface RequestLimits {
  /** Until a function begins to answer. */
  idleMs: number;
  /** For a whole request, its answer included. */
  wallClockMs: number;
}

/** Belong to one connection (RFC 9110 §7.6.1). */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
/** A worker that breaks a connection is about to tell why. */
const REASON_MS = 1_000;

export type Outcome = "done" | "retry" | CodedAnswer;

/**
 * Sends one request to a function's worker and streams the answer back. "retry" means that the worker is gone
 * and has seen nothing that matters; a coded answer is still to be given.
 */
export function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  forwarding: Forwarding,
  worker: FunctionWorker,
  agent: Agent,
  limits: RequestLimits,
): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const upstream = openUpstream(incoming, forwarding, worker, agent);
  let settled = false;
  const settle = (outcome: Outcome) => {
    if (settled) return;
    settled = true;
    clearTimeout(idleTimer);
    clearTimeout(wallTimer);
    // What the function did not want to read still stands before the client's next request on this connection.
    incoming.unpipe(upstream);
    incoming.resume();
    upstream.destroy();
    // Too late for another answer: a broken connection says that this one is not whole.
    if (outcome !== "done" && outgoing.headersSent) outgoing.destroy();
    resolve(outcome);
  };
  const idleTimer = setTimeout(settle, limits.idleMs, idleTimeout);
  const wallTimer = setTimeout(settle, limits.wallClockMs, {
    ...resourceLimit,
    message: "Function was stopped because it ran too long",
  });

  upstream.on("response", (answer) => {
    clearTimeout(idleTimer);
    outgoing.writeHead(
      answer.statusCode ?? 502,
      answerHeaders(answer.rawHeaders, forwarding.requestId),
    );
    // What the function has sent so far is the client's at once, even before its first byte of body.
    outgoing.flushHeaders();
    answer.pipe(outgoing);
    answer.on("error", () => settle(crashed));
    answer.on("aborted", () => settle(crashed));
  });
  // A worker that is ended by force may leave its connections open.
  void worker.ended.then((ending) => settle(outcomeOf(ending, hasBody(incoming))));
  upstream.on("error", async () => {
    // An answer that has begun tells by itself how it ends; the body may well be unwanted by then.
    if (outgoing.headersSent) return;
    const { reusedSocket } = upstream;
    // If its end is the cause, it is told in a moment.
    await Promise.race([worker.ended, sleep(REASON_MS)]);
    settle(reusedSocket && !hasBody(incoming) ? "retry" : crashed);
  });
  outgoing.on("close", () => settle("done"));

  if (hasBody(incoming)) incoming.pipe(upstream);
  else upstream.end();
  return promise;
}

function outcomeOf(ending: Ending, mayHaveHadEffect: boolean): Outcome {
  if (ending === "out_of_memory" || ending === "unresponsive") return resourceLimit;
  if (ending !== "stopped") return crashed;
  return mayHaveHadEffect ? restarting : "retry";
}

function openUpstream(
  incoming: IncomingMessage,
  forwarding: Forwarding,
  worker: FunctionWorker,
  agent: Agent,
): ClientRequest {
  const headers: Record<string, string> = { ...forwarding.headers, [TOKEN_HEADER]: worker.token };
  // The function sees the address that its caller used.
  if (incoming.headers.host !== undefined) headers.host = incoming.headers.host;
  // The framing is said anew, so that nothing a client claims can shift where its body ends.
  delete headers["content-length"];
  if (incoming.headers["transfer-encoding"] !== undefined) headers["transfer-encoding"] = "chunked";
  else if (hasBody(incoming)) headers["content-length"] = String(declaredLength(incoming));
  return open({
    agent,
    host: "127.0.0.1",
    port: worker.port,
    method: incoming.method ?? "GET",
    path: forwarding.path + forwarding.search,
    headers,
  });
}

/** Everything that the function says, cross-origin rules included: they are its own affair. */
function answerHeaders(rawHeaders: readonly string[], requestId: string): string[] {
  const passed: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    const lowerName = name.toLowerCase();
    if (HOP_BY_HOP.has(lowerName) || lowerName === "x-request-id") continue;
    passed.push(name, rawHeaders[index + 1] ?? "");
  }
  passed.push("x-request-id", requestId);
  return passed;
}

function declaredLength(incoming: IncomingMessage): number {
  return Number(incoming.headers["content-length"] ?? 0);
}

function hasBody(incoming: IncomingMessage): boolean {
  return incoming.headers["transfer-encoding"] !== undefined || declaredLength(incoming) > 0;
}

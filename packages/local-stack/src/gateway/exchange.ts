import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Admission } from "./admission.ts";
import type { HeaderRecord } from "./cors.ts";
import type { Target } from "./target.ts";

/** One request on its way through the gateway, and what has been found out about it. */
export interface Exchange {
  target: Target;
  admission: Admission;
  requestId: string;
  /** Go on every answer: CORS and the request's id. */
  answerHeaders: HeaderRecord;
}

const SANE_REQUEST_ID = /^[\w.:-]{1,128}$/;

export function requestIdOf(headers: IncomingHttpHeaders): string {
  const given = headers["x-request-id"];
  return typeof given === "string" && SANE_REQUEST_ID.test(given) ? given : randomUUID();
}

/** Belong to one connection (RFC 9110 §7.6.1), or are said by the gateway itself. */
const NOT_PASSED_ON = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
  "host",
  "authorization",
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
  "x-forwarded-prefix",
  "x-real-ip",
  "x-request-id",
]);

const NO_NAMES: ReadonlySet<string> = new Set();

/** The headers a service sees. The caller's address is the socket's, whatever the caller says. */
export function headersForService(
  incoming: IncomingMessage,
  exchange: Pick<Exchange, "admission" | "requestId">,
): Record<string, string> {
  const { headers, socket } = incoming;
  const named = namedByConnection(headers.connection);
  const passed: Record<string, string> = {};
  for (const name in headers) {
    if (NOT_PASSED_ON.has(name) || named.has(name)) continue;
    const value = headers[name];
    if (value !== undefined) passed[name] = typeof value === "string" ? value : value.join(", ");
  }
  const { authorization } = exchange.admission;
  if (authorization !== undefined) passed.authorization = authorization;
  passed["x-request-id"] = exchange.requestId;
  passed["x-forwarded-for"] = socket.remoteAddress ?? "";
  passed["x-forwarded-proto"] = "http";
  passed["x-forwarded-host"] = headers.host ?? "";
  return passed;
}

/** The headers of an upstream's answer that go to the client, as pairs in one flat list. */
export function headersForClient(rawHeaders: readonly string[], own: HeaderRecord): string[] {
  const passed: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    const lowerName = name.toLowerCase();
    if (NOT_PASSED_ON.has(lowerName)) continue;
    // Cross-origin rules are the gateway's alone: two of these headers are worse than none.
    if (lowerName.startsWith("access-control-")) continue;
    passed.push(name, rawHeaders[index + 1] ?? "");
  }
  for (const name in own) passed.push(name, own[name] ?? "");
  return passed;
}

function namedByConnection(connection: string | undefined): ReadonlySet<string> {
  if (connection === undefined || connection === "keep-alive" || connection === "close") {
    return NO_NAMES;
  }
  return new Set(connection.split(",").map((name) => name.trim().toLowerCase()));
}

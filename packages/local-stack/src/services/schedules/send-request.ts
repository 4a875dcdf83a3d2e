import { type IncomingMessage, request as openHttp } from "node:http";
import { request as openHttps } from "node:https";

export interface OutgoingRequest {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer | null;
  timeoutMs: number;
}

export type Outcome =
  | {
      kind: "answered";
      status: number;
      contentType: string | null;
      headers: Record<string, string>;
      content: string | null;
    }
  | { kind: "failed"; timedOut: boolean; message: string };

const MAX_REDIRECTS = 30;
/** What a row of `net._http_response` may hold; pg_net has no limit, but a local database should. */
const MAX_CONTENT_BYTES = 16 * 1024 * 1024;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Sends one request as pg_net's libcurl does, redirects included. Never rejects. */
export async function sendRequest(request: OutgoingRequest, stop: AbortSignal): Promise<Outcome> {
  const started = performance.now();
  const timeout =
    request.timeoutMs > 0 ? AbortSignal.timeout(request.timeoutMs) : new AbortController().signal;
  try {
    return await follow(request, AbortSignal.any([timeout, stop]));
  } catch (error) {
    if (!timeout.aborted) return { kind: "failed", timedOut: false, message: explain(error) };
    const total = performance.now() - started;
    return {
      kind: "failed",
      timedOut: true,
      message: `Timeout of ${request.timeoutMs} ms reached. Total time: ${total.toFixed(6)} ms`,
    };
  }
}

async function follow(request: OutgoingRequest, signal: AbortSignal): Promise<Outcome> {
  let { method, body } = request;
  let headers: Record<string, string> = { ...request.headers };
  let url = new URL(request.url);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const answer = await exchange({ method, url, headers, body }, signal);
    const { location } = answer.headers;
    const status = answer.statusCode ?? 0;
    if (!REDIRECTS.has(status) || location === undefined) return await read(answer);

    answer.resume();
    const next = new URL(location, url);
    // A browser's rule, and libcurl's: a redirected POST becomes a GET, except where the code forbids it.
    if (status === 303 || (status < 303 && method === "POST")) {
      method = "GET";
      body = null;
      headers = withoutHeaders(headers, ["content-type", "content-length"]);
    }
    if (next.origin !== url.origin) headers = withoutHeaders(headers, ["authorization", "cookie"]);
    url = next;
  }
  throw new Error("Number of redirects hit maximum amount");
}

function withoutHeaders(headers: Record<string, string>, names: readonly string[]) {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !names.includes(name.toLowerCase())),
  );
}

interface Hop {
  method: string;
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: Buffer | null;
}

function exchange(hop: Hop, signal: AbortSignal): Promise<IncomingMessage> {
  if (hop.url.protocol !== "http:" && hop.url.protocol !== "https:") {
    throw new Error("Unsupported protocol");
  }
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const open = hop.url.protocol === "https:" ? openHttps : openHttp;
  const outgoing = open(hop.url, {
    method: hop.method,
    // Nothing is kept open: a job's requests are far between.
    agent: false,
    headers: {
      accept: "*/*",
      ...hop.headers,
      "user-agent": "pg_net/0.20.4",
      ...(hop.body === null && hop.method === "GET"
        ? {}
        : { "content-length": hop.body?.length ?? 0 }),
    },
    signal,
  });
  outgoing.on("response", resolve);
  outgoing.on("error", reject);
  outgoing.end(hop.body ?? undefined);
  return promise;
}

async function read(answer: IncomingMessage): Promise<Outcome> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > MAX_CONTENT_BYTES) {
      answer.destroy();
      throw new Error(`the response is larger than ${MAX_CONTENT_BYTES} bytes`);
    }
    chunks.push(bytes);
  }
  // A text of PostgreSQL ends at the first NUL, pg_net's at the same place.
  const [content = ""] = Buffer.concat(chunks).toString("utf8").split("\0", 1);
  const headers: Record<string, string> = {};
  for (let index = 0; index + 1 < answer.rawHeaders.length; index += 2) {
    headers[answer.rawHeaders[index] ?? ""] = answer.rawHeaders[index + 1] ?? "";
  }
  return {
    kind: "answered",
    status: answer.statusCode ?? 0,
    contentType: answer.headers["content-type"] ?? null,
    headers,
    content: content === "" ? null : content,
  };
}

/** libcurl's words for what programs may look for; Node's for everything else. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? error.code : undefined;
  switch (code) {
    case "ECONNREFUSED":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return "Couldn't connect to server";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "Couldn't resolve host name";
    case "ECONNRESET":
      return "Server returned nothing (no headers, no data)";
    default:
      return error.message;
  }
}

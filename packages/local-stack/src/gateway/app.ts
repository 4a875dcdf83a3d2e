import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import type { HttpService, Logger } from "../service.ts";
import { type Exchange, headersForService } from "./exchange.ts";
import { type Refusal, refusal, tooLarge } from "./reply.ts";

export interface AppOptions {
  auth: HttpService | undefined;
  realtime: HttpService | undefined;
  storage: HttpService | undefined;
  authBodyBytes: number;
  realtimeBodyBytes: number;
  log: Logger;
}

type AppBindings = HttpBindings & { exchange: Exchange };
export type App = Hono<{ Bindings: AppBindings }>;
type AppContext = Context<{ Bindings: AppBindings }>;

/** Everything but REST: our own services and the gateway's few pages. Sees admitted requests only. */
export function createApp(options: AppOptions): App {
  const app: App = new Hono();
  app.use(addAnswerHeaders);
  mount(app, "/auth/v1", options.auth, options.authBodyBytes);
  mount(app, "/realtime/v1", options.realtime, options.realtimeBodyBytes);
  // Uploads have limits of their own, a bucket each, and are never held in memory.
  mount(app, "/storage/v1", options.storage, Number.POSITIVE_INFINITY);
  for (const prefix of ["/auth/v1", "/realtime/v1", "/storage/v1", "/functions/v1"]) {
    app.all(`${prefix}/*`, () => answer(notImplemented(prefix)));
  }
  app.all("/graphql/v1/*", () => answer(notImplemented("/graphql/v1")));
  app.all("/pg/*", () => answer(notImplemented("/pg")));

  app.get("/", (c) => c.json({ name: "local-stack", status: "ok" }));
  app.get("/health", (c) => c.json({ status: "ok" }));

  app.notFound(() => answer(refusal(404, "not_found", "There is nothing at this address.")));
  app.onError((error, c) => {
    const { requestId } = c.env.exchange;
    options.log.error({ err: error, requestId }, "a service failed to answer");
    return answer(refusal(500, "internal_error", `Something went wrong (request ${requestId}).`));
  });
  return app;
}

function mount(app: App, prefix: string, service: HttpService | undefined, limit: number): void {
  if (service === undefined) return;
  app.all(`${prefix}/*`, async (c) => {
    const { raw } = c.req;
    if (Number(raw.headers.get("content-length") ?? 0) > limit) return answer(tooLarge(limit));
    const body = raw.body === null ? undefined : limitBody(raw.body, limit);
    const request = requestForService(c, body?.stream);
    try {
      const response = await service.fetch(request);
      if (request.body !== null && !request.bodyUsed) void readToEnd(request.body);
      return body?.isExceeded() ? answer(tooLarge(limit)) : response;
    } catch (error) {
      if (body?.isExceeded()) return answer(tooLarge(limit));
      throw error;
    }
  });
}

/** The request as its service sees it: without the public prefix, with the gateway's own headers. */
function requestForService(c: AppContext, body: ReadableStream | undefined): Request {
  const { exchange, incoming } = c.env;
  if (!("rawTrailers" in incoming)) throw new TypeError("The gateway speaks HTTP/1.1 only.");
  const { raw } = c.req;
  const url = new URL(raw.url).origin + exchange.target.path + exchange.target.search;
  return new Request(url, {
    method: raw.method,
    headers: headersForService(incoming, exchange),
    signal: raw.signal,
    ...(body === undefined ? {} : { body, duplex: "half" }),
  });
}

/** How much of a body is taken that its service answered without. */
const MAX_UNREAD_BYTES = 128 * 1024 * 1024;

/**
 * Takes a body that nobody wanted. Left alone, it would block the connection until the server cuts it, and
 * the client's next request with it.
 */
async function readToEnd(body: ReadableStream<Uint8Array>): Promise<void> {
  let received = 0;
  try {
    for await (const chunk of body) {
      received += chunk.byteLength;
      if (received > MAX_UNREAD_BYTES) break;
    }
  } catch {
    // The client went away, or sent more than the service's limit.
  }
}

/** A length that is declared is kept by Node; one that is not is counted here. */
function limitBody(source: ReadableStream<Uint8Array>, limit: number) {
  if (limit === Number.POSITIVE_INFINITY) return { stream: source, isExceeded: () => false };
  let received = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      received += chunk.byteLength;
      if (received > limit) controller.error(new RangeError("The request body is too large."));
      else controller.enqueue(chunk);
    },
  });
  return { stream: source.pipeThrough(counter), isExceeded: () => received > limit };
}

async function addAnswerHeaders(c: AppContext, next: () => Promise<void>): Promise<void> {
  await next();
  // Cross-origin rules are the gateway's alone: two of these headers are worse than none.
  for (const name of [...c.res.headers.keys()]) {
    if (name.startsWith("access-control-")) c.header(name, undefined);
  }
  for (const [name, value] of Object.entries(c.env.exchange.answerHeaders)) {
    c.header(name, value, { append: name === "vary" });
  }
}

const notImplemented = (prefix: string): Refusal =>
  refusal(
    501,
    "not_implemented",
    `Nothing answers below ${prefix} in this stack.`,
    "The service is turned off in config.toml, or it does not exist here yet.",
  );

function answer({ status, body, headers }: Refusal): Response {
  return Response.json(body, { status, headers: { ...headers } });
}

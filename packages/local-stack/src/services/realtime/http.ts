import { z } from "zod";
import { everything, nothing, type Permissions, ProbeError } from "./authorizer.ts";
import { RoomFrame } from "./codec.ts";
import type { RealtimeContext } from "./context.ts";
import { type Credentials, TokenError } from "./credentials.ts";
import { isObject, type UserBroadcast } from "./messages.ts";
import type { RateMeter } from "./rates.ts";

// Clients read 32 bits.
const noLimit = 2 ** 31 - 1;
const singlePath = /\/api\/broadcast\/([^/]+)\/events\/([^/]+)$/;

const broadcastSchema = z.object({
  topic: z.string().min(1),
  event: z.string().min(1),
  payload: z.custom<Record<string, unknown>>(isObject),
  private: z.stringbool().or(z.boolean()).default(false),
  id: z.string().optional(),
});
type BatchMessage = z.infer<typeof broadcastSchema>;

/**
 * Answers Realtime's HTTP API; paths are judged by their tail, so any prefix may still be on them.
 */
export async function answer(context: RealtimeContext, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (request.method === "GET" && pathname.endsWith("/api/ping")) {
    return Response.json({ message: "Success" });
  }
  const single = singlePath.exec(pathname);
  const isBatch = pathname.endsWith("/api/broadcast");
  if (request.method !== "POST" || (!isBatch && single === null)) {
    return Response.json({ message: "Not Found" }, { status: 404 });
  }
  let credentials: Credentials;
  try {
    credentials = await context.credentials.read(readToken(request));
  } catch (error) {
    if (error instanceof TokenError) return message(401, "Unauthorized");
    throw error;
  }
  const { events } = context.rates;
  const response = events.isExceeded
    ? message(429, "Too many requests")
    : await send(context, request, credentials, single);
  for (const [name, value] of Object.entries(rateHeaders(events))) {
    response.headers.set(name, value);
  }
  return response;
}

/** How near the caller is to the limit; without one, the limit is the largest number there is. */
function rateHeaders({ average, limit }: RateMeter): Record<string, string> {
  const rolling = Math.trunc(average);
  const most = Math.min(limit, noLimit);
  return {
    "x-rate-rolling": String(rolling),
    "x-rate-limit": String(most),
    "x-rate-limit-remaining": String(most - rolling),
  };
}

async function send(
  context: RealtimeContext,
  request: Request,
  credentials: Credentials,
  single: RegExpExecArray | null,
): Promise<Response> {
  if (single === null) return sendBatch(context, request, credentials);
  const topic = decode(single[1] ?? "");
  const event = decode(single[2] ?? "");
  if (topic === undefined || event === undefined) return message(400, "Bad Request");
  const isPrivate = new URL(request.url).searchParams.get("private") === "true";
  return sendSingle(context, request, credentials, { topic, event, isPrivate });
}

function message(status: number, text: string): Response {
  return Response.json({ message: text }, { status });
}

function readToken(request: Request): string {
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  return bearer ?? request.headers.get("apikey") ?? "";
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function mayWrite(
  context: RealtimeContext,
  request: Request,
  credentials: Credentials,
  topic: string,
): Promise<Permissions> {
  const caller = { claims: credentials.claims, headers: Object.fromEntries(request.headers) };
  return context.authorizer.write(caller, topic);
}

/** One message: its body is the payload, and it arrives like a websocket client's. */
async function sendSingle(
  context: RealtimeContext,
  request: Request,
  credentials: Credentials,
  to: { topic: string; event: string; isPrivate: boolean },
): Promise<Response> {
  const payload = await readPayload(request);
  if (payload instanceof Response) return payload;
  if (payload.payload.length > context.limits.maxPayloadBytes) {
    const errors = { payload: ["Payload size exceeds tenant limit"] };
    return Response.json({ errors }, { status: 422 });
  }
  if (to.isPrivate) {
    try {
      const may = await mayWrite(context, request, credentials, to.topic);
      if (!may.broadcast) return message(403, "Unauthorized");
    } catch (error) {
      if (error instanceof ProbeError) return probeFailure(error);
      throw error;
    }
  }
  context.rates.events.add();
  const room = context.hub.find(to.isPrivate, to.topic);
  room?.broadcast(RoomFrame.broadcast({ topic: room.topic, event: to.event, ...payload }));
  return new Response(null, { status: 202 });
}

function probeFailure(error: ProbeError): Response {
  switch (error.reason) {
    case "unknown_role":
      return message(422, "RLS policy error");
    case "missing_partition":
      return message(422, "Missing messages partition");
    case "unavailable":
      return message(429, "Connection pool exhausted");
  }
}

async function readPayload(
  request: Request,
): Promise<Pick<UserBroadcast, "encoding" | "payload"> | Response> {
  const type = request.headers.get("content-type") ?? "";
  const body = Buffer.from(await request.arrayBuffer());
  if (type.startsWith("application/octet-stream")) return { encoding: "binary", payload: body };
  if (!type.startsWith("application/json")) {
    const error = "Unsupported Media Type. Use application/json or application/octet-stream";
    return Response.json({ error }, { status: 415 });
  }
  const json = parse(body);
  if (json === undefined) return message(400, "Bad Request");
  // Hosted's body parser wraps whatever is not an object.
  return {
    encoding: "json",
    payload: isObject(json) ? body : Buffer.from(JSON.stringify({ _json: json })),
  };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

/**
 * Many messages: all are valid or none is sent; private ones the caller may not write are skipped.
 */
async function sendBatch(
  context: RealtimeContext,
  request: Request,
  credentials: Credentials,
): Promise<Response> {
  const body = parse(Buffer.from(await request.arrayBuffer()));
  if (!isObject(body)) return message(400, "Bad Request");
  const entries = body.messages;
  if (!Array.isArray(entries)) {
    return Response.json({ errors: { messages: ["can't be blank"] } }, { status: 422 });
  }
  const results = entries.map((entry: unknown) => readBatchMessage(context, entry));
  if (results.some(({ errors }) => Object.keys(errors).length > 0)) {
    const errors = { messages: results.map((result) => result.errors) };
    return Response.json({ errors }, { status: 422 });
  }
  const messages = results.flatMap((result) => (result.message ? [result.message] : []));
  const { events } = context.rates;
  if (messages.length + events.average > events.limit) {
    return message(429, "Too many messages to broadcast, please reduce the batch size");
  }
  const rights = new Map<string, Permissions>();
  for (const topic of new Set(messages.filter((m) => m.private).map((m) => m.topic))) {
    rights.set(topic, await mayWrite(context, request, credentials, topic).catch(denied));
  }
  for (const entry of messages) {
    const may = entry.private ? (rights.get(entry.topic) ?? nothing) : everything;
    if (may.broadcast) deliver(context, entry);
  }
  return new Response(null, { status: 202 });
}

function denied(error: unknown): Permissions {
  if (error instanceof ProbeError) return nothing;
  throw error;
}

function deliver(context: RealtimeContext, entry: BatchMessage): void {
  context.rates.events.add();
  const room = context.hub.find(entry.private, entry.topic);
  if (room === undefined) return;
  const payload = {
    type: "broadcast",
    event: entry.event,
    payload: entry.payload,
    ...(entry.id === undefined ? {} : { meta: { id: entry.id } }),
  };
  room.broadcast(
    RoomFrame.text(room.topic, "broadcast", JSON.stringify(payload)),
    entry.id === undefined ? {} : { messageId: entry.id },
  );
}

function readBatchMessage(
  context: RealtimeContext,
  entry: unknown,
): { message?: BatchMessage; errors: Record<string, string[]> } {
  const result = broadcastSchema.safeParse(entry);
  if (!result.success) {
    const value = (field: string) => (isObject(entry) ? entry[field] : undefined) ?? "";
    const errors: Record<string, string[]> = {};
    for (const { path } of result.error.issues) {
      const field = String(path[0] ?? "message");
      errors[field] = [value(field) === "" ? "can't be blank" : "is invalid"];
    }
    return { errors };
  }
  const bytes = Buffer.byteLength(JSON.stringify(result.data.payload));
  if (bytes > context.limits.maxPayloadBytes) {
    return { errors: { payload: ["Payload size exceeds tenant limit"] } };
  }
  return { message: result.data, errors: {} };
}

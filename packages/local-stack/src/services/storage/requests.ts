import type { Context } from "hono";
import type { z } from "zod";
import { entityTooLarge, invalidRequest } from "./errors.ts";
import { invalidKey, type ObjectAddress } from "./names.ts";

/** A route's last part: an object's name, which may hold slashes (and never is empty). */
export const NAME = ":name{[\\s\\S]+}";

const MAX_JSON_BYTES = 1024 * 1024;

/** The request's JSON body; an empty one is an empty object. */
export async function readJson<Schema extends z.ZodType>(
  context: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  let value: unknown;
  try {
    const text = await readText(context.req.raw);
    value = text === "" ? {} : JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw invalidRequest("Body is not valid JSON", cause);
  }
  return requireForm("body", schema, value);
}

export function readQuery<Schema extends z.ZodType>(
  context: Context,
  schema: Schema,
): z.output<Schema> {
  return requireForm("querystring", schema, context.req.query());
}

function requireForm<Schema extends z.ZodType>(what: string, schema: Schema, value: unknown) {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = [what, ...(issue?.path ?? [])].join("/");
  throw invalidRequest(`${where}: ${issue?.message ?? "not valid"}`);
}

async function readText(request: Request): Promise<string> {
  if (request.body === null) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength;
    // A little more is read and dropped, so that its sender comes to read the refusal.
    if (size <= MAX_JSON_BYTES) chunks.push(next.value);
    else if (size > 10 * MAX_JSON_BYTES) break;
  }
  if (size > MAX_JSON_BYTES) throw entityTooLarge("request body");
  return Buffer.concat(chunks).toString();
}

/**
 * The bucket and name behind a route's own segments, `skip` of them. Read from the address as it was sent
 * and decoded once, so that nothing decides on another name than the one that is meant.
 */
export function addressOf(context: Context, skip: number): ObjectAddress {
  const [bucket = "", ...name] = segmentsOf(context).slice(skip);
  return { bucket: decode(bucket), name: decode(name.join("/")) };
}

export function segmentOf(context: Context, index: number): string {
  return decode(segmentsOf(context)[index] ?? "");
}

function segmentsOf(context: Context): string[] {
  return new URL(context.req.url).pathname.split("/").slice(1);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidKey(text);
  }
}

export const isUpsert = (context: Context) => context.req.header("x-upsert") === "true";

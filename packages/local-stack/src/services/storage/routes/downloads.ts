import { type Context, Hono } from "hono";
import { type Act, actOf, type Caller, findCaller, requireCaller, SERVICE } from "../caller.ts";
import type { StorageContext } from "../context.ts";
import { noSuchBucket, noSuchKey } from "../errors.ts";
import { requireBucketName, requireKnownForm } from "../names.ts";
import { bucketRules, findObject, type StoredObject } from "../object-rows.ts";
import { addressOf, NAME } from "../requests.ts";
import { infoJson, serveObject } from "../serve.ts";

/** How an address below `/object` says who may read. */
type Access = "public" | "token" | "either";

/** Reading: bytes (GET, and HEAD without them) and information, by token or from a public bucket. */
export function downloadRoutes(context: StorageContext): Hono {
  const serve = (access: Access, skip: number) => (c: Context) =>
    serveFor(context, c, access, skip);
  const inform = (access: Access, skip: number) => (c: Context) =>
    informFor(context, c, access, skip);
  // HEAD comes here as well: Hono asks GET routes for it.
  return new Hono()
    .get(`/object/info/public/:bucket/${NAME}`, inform("public", 3))
    .get(`/object/info/authenticated/:bucket/${NAME}`, inform("token", 3))
    .get(`/object/info/:bucket/${NAME}`, inform("either", 2))
    .get(`/object/public/:bucket/${NAME}`, serve("public", 2))
    .get(`/object/authenticated/:bucket/${NAME}`, serve("token", 2))
    .get(`/object/:bucket/${NAME}`, serve("either", 1));
}

async function serveFor(context: StorageContext, c: Context, access: Access, skip: number) {
  const operation =
    access === "public" ? "storage.object.get_public" : "storage.object.get_authenticated";
  const find = await finder(context, c, access, skip, operation);
  return serveObject(context, c.req.raw, find, { download: c.req.query("download") });
}

async function informFor(context: StorageContext, c: Context, access: Access, skip: number) {
  const operation =
    access === "public" ? "storage.object.info_public" : "object.get_authenticated_info";
  const object = await (await finder(context, c, access, skip, operation))();
  if (object === undefined) throw noSuchKey();
  return c.json(infoJson(object));
}

/** Decides by which rules the object is looked up. A public bucket's objects are anybody's to read. */
async function finder(
  context: StorageContext,
  c: Context,
  access: Access,
  skip: number,
  operation: string,
): Promise<() => Promise<StoredObject | undefined>> {
  const address = addressOf(c, skip);
  const caller = await callerFor(context, c, access);
  requireBucketName(address.bucket);
  requireKnownForm(address.name);
  const { database } = context;
  const bucket = await database.transaction((sql) => bucketRules(sql, address.bucket));
  if (bucket.public) return () => database.transaction((sql) => findObject(sql, address));
  // Without a token nobody learns which private buckets exist.
  if (caller === undefined) throw noSuchBucket();
  const act: Act = actOf(c, caller, operation);
  return () => database.as(act, (sql) => findObject(sql, address));
}

async function callerFor(
  { tokens }: StorageContext,
  c: Context,
  access: Access,
): Promise<Caller | undefined> {
  if (access === "public") return undefined;
  return access === "token" ? requireCaller(c, tokens) : findCaller(c, tokens);
}

/** Reads what a signed address names; it was judged when it was signed. */
export function serveSigned(context: StorageContext, c: Context, expires: Date): Promise<Response> {
  const address = addressOf(c, 2);
  const act = actOf(c, SERVICE, "storage.object.get_signed");
  return serveObject(
    context,
    c.req.raw,
    () => context.database.as(act, (sql) => findObject(sql, address)),
    { download: c.req.query("download"), expires },
  );
}

import type { Act } from "./caller.ts";
import type { StorageContext } from "./context.ts";
import { entityTooLarge, StorageError } from "./errors.ts";
import { requireAllowedType, sizeLimitFor } from "./limits.ts";
import { type ObjectAddress, requireBucketName, requireObjectName } from "./names.ts";
import { bucketRules, lockName, type NewObject, putRow } from "./object-rows.ts";
import { readUpload, type UploadBody } from "./upload-body.ts";

export interface UploadOptions {
  isUpsert: boolean;
}

/** How much longer than its file a form may be: its fields, and what stands around them. */
const FORM_OVERHEAD_BYTES = 2 * 1024 * 1024;

/**
 * Takes an upload in three steps: asks the policies, keeps the bytes, writes the row. Whoever may not
 * upload is told before a byte is kept; no row ever names bytes that are not whole on the disk.
 */
export async function upload(
  context: StorageContext,
  act: Act,
  address: ObjectAddress,
  request: Request,
  { isUpsert }: UploadOptions,
): Promise<{ id: string; key: string }> {
  requireBucketName(address.bucket);
  requireObjectName(address.name);
  const bucket = await context.database.transaction((sql) => bucketRules(sql, address.bucket));
  const limit = sizeLimitFor(address.name, bucket, context.sizeLimit);
  const body = await readUpload(request);
  try {
    requireAllowedType(address.name, body.mimeType, bucket);
    if ((body.declaredLength ?? 0) > limit + (body.isForm ? FORM_OVERHEAD_BYTES : 0)) {
      throw entityTooLarge();
    }
    const row = { ...address, userMetadata: body.userMetadata, isUpsert };
    await context.database.rehearse(act, (sql) =>
      putRow(sql, act, {
        ...row,
        version: crypto.randomUUID(),
        metadata: rehearsedMetadata(body),
      }),
    );
    const { version, metadata } = await keep(context, body, limit);
    const id = await publish(context, act, { ...row, version, metadata });
    return { id, key: `${address.bucket}/${address.name}` };
  } finally {
    body.done();
  }
}

/** What is known before the bytes are; policies may look at it. */
function rehearsedMetadata(body: UploadBody) {
  return {
    mimetype: body.mimeType,
    ...(body.declaredLength === undefined ? {} : { contentLength: body.declaredLength }),
  };
}

async function keep(context: StorageContext, body: UploadBody, limit: number) {
  const version = crypto.randomUUID();
  try {
    const kept = await context.bytes.write(version, body.file, (total) => {
      if (total > limit) throw entityTooLarge();
    });
    const { mimeType, cacheControl, contentEncoding } = body;
    return { version, metadata: describe(kept, { mimeType, cacheControl, contentEncoding }) };
  } catch (cause) {
    if (cause instanceof StorageError) throw cause;
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    // The disk's own failures are ours; everything else is a client that went away.
    if (/^E[A-Z]+$/.test(code) && code !== "ECONNRESET") throw cause;
    throw new StorageError(400, "Aborted", "The request ended before the upload was whole", {
      cause,
    });
  }
}

export interface Description {
  mimeType: string;
  cacheControl: string;
  contentEncoding?: string | undefined;
}

/** A row's `metadata` as hosted writes it. */
export function describe(kept: { size: number; eTag: string }, description: Description) {
  const { mimeType, cacheControl, contentEncoding } = description;
  return {
    eTag: kept.eTag,
    size: kept.size,
    mimetype: mimeType,
    cacheControl,
    ...(contentEncoding === undefined ? {} : { contentEncoding }),
    lastModified: new Date().toISOString(),
    contentLength: kept.size,
    httpStatusCode: 200,
  };
}

/**
 * Writes the row that makes kept bytes an object, and drops the bytes it replaces. The policies are asked
 * again, now about what really came: rights may have gone during a long upload.
 */
export async function publish(
  context: StorageContext,
  act: Act,
  object: NewObject,
): Promise<string> {
  const { database, bytes } = context;
  let replaced: string | null = null;
  let id: string;
  try {
    id = await database.transaction(async (transaction) => {
      replaced = object.isUpsert ? await lockName(transaction, object) : null;
      await transaction.become(act);
      return putRow(transaction, act, object);
    });
  } catch (error) {
    // When the database says so there is no row. When it says nothing, the sweeper finds out later.
    if (error instanceof StorageError) await bytes.remove([object.version]);
    throw error;
  }
  await bytes.remove([replaced]);
  return id;
}

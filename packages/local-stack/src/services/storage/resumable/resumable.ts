import type { Act, Caller } from "../caller.ts";
import type { StorageContext } from "../context.ts";
import { accessDenied, entityTooLarge, StorageError } from "../errors.ts";
import { requireAllowedType, sizeLimitFor } from "../limits.ts";
import { requireBucketName, requireObjectName } from "../names.ts";
import { bucketRules, putRow } from "../object-rows.ts";
import { bodyOf, discard } from "../streams.ts";
import { describe, publish } from "../uploads.ts";
import { tusError } from "./protocol.ts";
import type { Turns } from "./turns.ts";
import type { UploadInfo, UploadState, UploadStore } from "./upload-store.ts";

export interface ResumableContext extends StorageContext {
  uploads: UploadStore;
  turns: Turns;
}

/** Hosted keeps unfinished uploads for a day. */
export const UPLOAD_LIFETIME_MS = 24 * 60 * 60 * 1000;

export function expiryOf(info: UploadInfo): Date {
  return new Date(Date.parse(info.createdAt) + UPLOAD_LIFETIME_MS);
}

/** Begins an upload: the same questions as to an upload in one piece, before the first byte. */
export async function announce(
  context: ResumableContext,
  act: Act,
  wanted: Omit<UploadInfo, "id" | "role" | "owner" | "createdAt" | "isFinished">,
): Promise<UploadInfo> {
  const { caller } = act;
  const info: UploadInfo = {
    ...wanted,
    id: crypto.randomUUID(),
    role: caller.role,
    owner: caller.claims.sub ?? null,
    createdAt: new Date().toISOString(),
    isFinished: false,
  };
  requireBucketName(info.bucket);
  requireObjectName(info.name);
  const { bucket } = await limitsFor(context, info);
  requireAllowedType(info.name, info.mimeType, bucket);
  await rehearse(context, act, info);
  await context.uploads.create(info);
  return info;
}

/** Takes a piece; the one that completes the upload makes the object. Answers the new state. */
export async function addPiece(
  context: ResumableContext,
  act: Act,
  id: string,
  piece: { offset: number; size: number | undefined; request: Request },
): Promise<UploadState> {
  const { uploads, turns } = context;
  const known = await requireUpload(context, act.caller, id);
  if (!known.info.isFinished) await rehearse(context, act, known.info);
  return turns.take(id, async (stop) => {
    const state = await requireUpload(context, act.caller, id);
    if (state.offset !== piece.offset) throw tusError(409, "Upload-Offset conflict");
    if (state.info.isFinished) return state;
    const info = await declareSize(context, state.info, piece.size);
    const { limit } = await limitsFor(context, info);
    const offset = await receive(uploads, { info, offset: state.offset }, piece.request, {
      stop,
      limit: info.size ?? limit,
    });
    return offset === info.size ? complete(context, act, info) : { info, offset };
  });
}

/** Who asks how far an upload is has come back: a request that is still writing is stopped. */
export async function inspect(
  context: ResumableContext,
  caller: Caller,
  id: string,
): Promise<UploadState> {
  await requireUpload(context, caller, id);
  return context.turns.take(id, () => requireUpload(context, caller, id));
}

export async function abandon(
  context: ResumableContext,
  caller: Caller,
  id: string,
): Promise<void> {
  await requireUpload(context, caller, id);
  await context.turns.take(id, async () => {
    const { info } = await requireUpload(context, caller, id);
    if (info.isFinished) throw tusError(400, "Cannot terminate an already completed upload");
    await context.uploads.discard(id);
  });
}

async function requireUpload(
  { uploads }: ResumableContext,
  caller: Caller,
  id: string,
): Promise<UploadState> {
  const state = await uploads.find(id);
  if (state === undefined) throw tusError(404, "Upload not found");
  const { info } = state;
  if (info.role !== caller.role || info.owner !== (caller.claims.sub ?? null)) {
    throw accessDenied("This upload belongs to somebody else");
  }
  if (expiryOf(info) < new Date()) throw tusError(410, "The upload has expired");
  return state;
}

async function limitsFor(context: ResumableContext, info: UploadInfo) {
  const bucket = await context.database.transaction((sql) => bucketRules(sql, info.bucket));
  const limit = sizeLimitFor(info.name, bucket, context.sizeLimit);
  if (info.size !== null && info.size > limit) throw entityTooLarge();
  return { bucket, limit };
}

async function rehearse({ database }: StorageContext, act: Act, info: UploadInfo) {
  const metadata = {
    mimetype: info.mimeType,
    ...(info.size === null ? {} : { contentLength: info.size }),
  };
  await database.rehearse(act, (sql) =>
    putRow(sql, act, { ...info, version: crypto.randomUUID(), metadata }),
  );
}

async function declareSize(
  context: ResumableContext,
  info: UploadInfo,
  size: number | undefined,
): Promise<UploadInfo> {
  if (size === undefined || size === info.size) return info;
  if (info.size !== null) throw tusError(400, "Upload-Length is known already");
  const declared = { ...info, size };
  await limitsFor(context, declared);
  await context.uploads.update(declared);
  return declared;
}

async function receive(
  uploads: UploadStore,
  state: UploadState,
  request: Request,
  { stop, limit }: { stop: AbortSignal; limit: number },
): Promise<number> {
  const source = bodyOf(request);
  const end = () => source.destroy(new Error("Another request went on with this upload"));
  stop.addEventListener("abort", end, { once: true });
  try {
    if (stop.aborted) end();
    return await uploads.append(state, source, (offset) => {
      if (offset > limit) throw entityTooLarge();
    });
  } catch (cause) {
    if (cause instanceof StorageError) throw cause;
    throw new StorageError(409, "Aborted", "The piece ended early; ask how much has come", {
      httpStatus: 409,
      cause,
    });
  } finally {
    stop.removeEventListener("abort", end);
    discard(source);
  }
}

/** An upload whose object cannot be made is over: its client would believe that all is well. */
async function complete(
  context: ResumableContext,
  act: Act,
  info: UploadInfo,
): Promise<UploadState> {
  const { bytes, uploads } = context;
  const version = crypto.randomUUID();
  try {
    const kept = await bytes.adopt(version, uploads.pathOf(info.id));
    await publish(context, act, { ...info, version, metadata: describe(kept, info) });
    const finished = { ...info, size: kept.size, isFinished: true };
    await uploads.update(finished);
    return { info: finished, offset: kept.size };
  } catch (error) {
    await uploads.discard(info.id);
    throw error;
  }
}

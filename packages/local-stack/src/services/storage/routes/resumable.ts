import { type Context, Hono } from "hono";
import { type Act, actOf, requireCaller } from "../caller.ts";
import { errorResponse, invalidSignature, StorageError, toStorageError } from "../errors.ts";
import type { ObjectAddress } from "../names.ts";
import { isUpsert } from "../requests.ts";
import {
  byteCount,
  EXTENSIONS,
  PIECE_TYPE,
  parseMetadata,
  requireTus,
  TUS_VERSION,
  tusError,
} from "../resumable/protocol.ts";
import {
  abandon,
  addPiece,
  announce,
  expiryOf,
  inspect,
  type ResumableContext,
} from "../resumable/resumable.ts";
import type { UploadState } from "../resumable/upload-store.ts";
import { verifyUpload } from "../signatures.ts";
import { parseUserMetadata } from "../upload-body.ts";
import { uploader } from "./signing.ts";

/** Where clients find these routes; a `Location` without a host is right behind every proxy. */
const PUBLIC_PATH = "/storage/v1/upload/resumable";

/**
 * `/upload/resumable`: uploads in pieces (TUS 1.0.0), as the caller or, below `/sign`, with the token of a
 * signed upload address in `x-signature`.
 */
export function resumableRoutes(context: ResumableContext): Hono {
  const app = new Hono();
  app.onError((error, c) => {
    const known = toStorageError(error);
    if (known.status >= 500) context.log.error({ err: error, path: c.req.path }, known.message);
    // Clients of this protocol read the HTTP status.
    const answer = errorResponse(
      new StorageError(known.status, known.code, known.message, {
        name: known.errorName,
        httpStatus: known.status,
      }),
    );
    answer.headers.set("tus-resumable", TUS_VERSION);
    return answer;
  });
  for (const { path, isSigned } of [
    { path: "/upload/resumable/sign", isSigned: true },
    { path: "/upload/resumable", isSigned: false },
  ]) {
    const publicPath = isSigned ? `${PUBLIC_PATH}/sign` : PUBLIC_PATH;
    app
      .post(path, (c) => create(context, c, isSigned, publicPath))
      .post(`${path}/`, (c) => create(context, c, isSigned, publicPath))
      .patch(`${path}/:id`, (c) => patch(context, c, isSigned))
      .delete(`${path}/:id`, async (c) => {
        requireTus(c.req.raw);
        const act = await actFor(context, c, isSigned, "delete");
        await abandon(context, act.caller, c.req.param("id"));
        return new Response(null, { status: 204, headers: { "tus-resumable": TUS_VERSION } });
      })
      // HEAD: Hono asks GET routes for it.
      .get(`${path}/:id`, async (c) => {
        requireTus(c.req.raw);
        const { caller } = await actFor(context, c, isSigned, "get");
        const state = await inspect(context, caller, c.req.param("id"));
        return new Response(null, {
          status: 200,
          headers: {
            ...headersOf(state),
            "cache-control": "no-store",
            "upload-metadata": state.info.metadataHeader,
            ...(state.info.size === null
              ? { "upload-defer-length": "1" }
              : { "upload-length": String(state.info.size) }),
          },
        });
      });
  }
  app.on("OPTIONS", ["/upload/resumable", "/upload/resumable/*"], () => {
    const headers = {
      "tus-resumable": TUS_VERSION,
      "tus-version": TUS_VERSION,
      "tus-extension": EXTENSIONS,
      "tus-max-size": String(context.sizeLimit),
    };
    return new Response(null, { status: 204, headers });
  });
  return app;
}

async function create(
  context: ResumableContext,
  c: Context,
  isSigned: boolean,
  publicPath: string,
): Promise<Response> {
  const request = c.req.raw;
  requireTus(request);
  const metadataHeader = request.headers.get("upload-metadata") ?? "";
  const metadata = parseMetadata(metadataHeader);
  const address = {
    bucket: metadata.get("bucketName") ?? "",
    name: metadata.get("objectName") ?? "",
  };
  const { act, upsert } = isSigned
    ? await signedAct(context, c, "create", address)
    : {
        act: await actFor(context, c, false, "create"),
        upsert: isUpsert(c),
      };
  const size = byteCount(request, "upload-length");
  if ((size === undefined) === (request.headers.get("upload-defer-length") === null)) {
    throw tusError(400, "Upload-Length or Upload-Defer-Length header required");
  }
  const seconds = metadata.get("cacheControl") ?? "";
  const contentEncoding = metadata.get("contentEncoding");
  const info = await announce(context, act, {
    ...address,
    isUpsert: upsert,
    size: size ?? null,
    mimeType: metadata.get("contentType") || "application/octet-stream",
    cacheControl: /^\d+$/.test(seconds) ? `max-age=${seconds}` : "no-cache",
    ...(contentEncoding ? { contentEncoding } : {}),
    userMetadata: parseUserMetadata(metadata.get("metadata")),
    metadataHeader,
  });
  const headers = { location: `${publicPath}/${info.id}` };
  const hasPiece = request.headers.get("content-type") === PIECE_TYPE;
  const state =
    hasPiece || size === 0
      ? await addPiece(context, act, info.id, { offset: 0, size: undefined, request })
      : { info, offset: 0 };
  return new Response(null, { status: 201, headers: { ...headersOf(state), ...headers } });
}

async function patch(context: ResumableContext, c: Context, isSigned: boolean): Promise<Response> {
  const request = c.req.raw;
  requireTus(request);
  if (request.headers.get("content-type") !== PIECE_TYPE) {
    throw tusError(415, `Content-Type must be ${PIECE_TYPE}`);
  }
  const offset = byteCount(request, "upload-offset");
  if (offset === undefined) throw tusError(400, "Upload-Offset header required");
  const act = await actFor(context, c, isSigned, "part");
  const size = byteCount(request, "upload-length");
  const state = await addPiece(context, act, c.req.param("id") ?? "", { offset, size, request });
  return new Response(null, { status: 204, headers: headersOf(state) });
}

function headersOf({ info, offset }: UploadState): Record<string, string> {
  return {
    "tus-resumable": TUS_VERSION,
    "upload-offset": String(offset),
    ...(info.isFinished
      ? { "tus-complete": "1" }
      : { "upload-expires": expiryOf(info).toUTCString() }),
  };
}

type Step = "create" | "part" | "get" | "delete";

/** As whom an existing upload is worked on; with a signature, the one it was announced with. */
async function actFor(
  context: ResumableContext,
  c: Context,
  isSigned: boolean,
  step: Step,
): Promise<Act> {
  if (!isSigned) {
    return actOf(c, await requireCaller(c, context.tokens), `storage.tus.upload.${step}`);
  }
  const upload = await context.uploads.find(c.req.param("id") ?? "");
  if (upload === undefined) throw tusError(404, "Upload not found");
  return (await signedAct(context, c, step, upload.info)).act;
}

async function signedAct(
  { tokens }: ResumableContext,
  c: Context,
  step: Step,
  { bucket, name }: ObjectAddress,
): Promise<{ act: Act; upsert: boolean }> {
  const signature = c.req.header("x-signature");
  if (!signature) throw invalidSignature("Missing x-signature header");
  const { owner, upsert } = await verifyUpload(tokens, { bucket, name }, signature);
  return { act: actOf(c, uploader(owner), `storage.tus.upload.${step}_signed`), upsert };
}

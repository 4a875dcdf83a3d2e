import type { Readable } from "node:stream";
import { Busboy, type BusboyInstance } from "@fastify/busboy";
import { entityTooLarge, invalidRequest, StorageError } from "./errors.ts";
import { isHeaderValue } from "./limits.ts";
import { bodyOf, discard } from "./streams.ts";

/** The file a request carries, not read yet, and what the request says of it. */
export interface UploadBody {
  file: Readable;
  mimeType: string;
  cacheControl: string;
  contentEncoding: string | undefined;
  userMetadata: unknown;
  /** The whole request's length; a form is longer than its file. */
  declaredLength: number | undefined;
  isForm: boolean;
  /** Ends the reading, wherever it is. */
  done(): void;
}

const MAX_USER_METADATA_BYTES = 1024 * 1024;

/** Raw bytes with their description in headers, or a form as browsers send a File or Blob. */
export async function readUpload(request: Request): Promise<UploadBody> {
  const contentType = request.headers.get("content-type") ?? "";
  const body = /^multipart\/form-data/i.test(contentType)
    ? await readForm(request, contentType)
    : readRaw(request, contentType);
  for (const value of [body.cacheControl, body.contentEncoding ?? "identity"]) {
    if (isHeaderValue(value)) continue;
    body.done();
    throw invalidRequest("cacheControl and contentEncoding must be printable ASCII");
  }
  return body;
}

function readRaw(request: Request, contentType: string): UploadBody {
  const file = bodyOf(request);
  return {
    file,
    mimeType: contentType || "application/octet-stream",
    cacheControl: request.headers.get("cache-control") || "no-cache",
    contentEncoding: request.headers.get("content-encoding") || undefined,
    userMetadata: decodeUserMetadata(request.headers.get("x-metadata")),
    declaredLength: declaredLength(request),
    isForm: false,
    done: () => discard(file),
  };
}

/** Resolves at the file; fields that follow it are not waited for. */
function readForm(request: Request, contentType: string): Promise<UploadBody> {
  const { promise, resolve, reject } = Promise.withResolvers<UploadBody>();
  const fields = new Map<string, string>();
  const source = bodyOf(request);
  let file: Readable | undefined;
  const fail = (cause: unknown) => {
    const error = cause instanceof StorageError ? cause : noContent(cause);
    reject(error);
    file?.destroy(error);
  };
  const done = () => {
    discard(source);
    file?.resume();
  };

  let form: BusboyInstance;
  try {
    form = new Busboy({
      headers: { "content-type": contentType },
      limits: { fields: 20, files: 1, parts: 21, fieldSize: MAX_USER_METADATA_BYTES },
    });
  } catch (cause) {
    return Promise.reject(noContent(cause));
  }
  form.on("field", (name, value, _nameTruncated, isTruncated) => {
    if (isTruncated) fail(entityTooLarge("user_metadata"));
    else fields.set(name, value);
  });
  form.on("file", (_name, stream, _filename, _encoding, mimeType) => {
    file = stream.on("error", () => {});
    const seconds = fields.get("cacheControl");
    resolve({
      file: stream,
      mimeType: fields.get("contentType") || mimeType,
      cacheControl: seconds ? `max-age=${seconds}` : "no-cache",
      contentEncoding: fields.get("contentEncoding") || undefined,
      userMetadata: parseUserMetadata(fields.get("metadata") ?? fields.get("userMetadata")),
      declaredLength: declaredLength(request),
      isForm: true,
      done,
    });
  });
  form.on("finish", () => reject(noContent()));
  // Not a pipeline, which would close the connection before the answer is sent.
  form.on("error", fail);
  source.on("error", fail);
  source.pipe(form);
  return promise.catch((error: unknown) => {
    done();
    throw error;
  });
}

const noContent = (cause?: unknown) =>
  invalidRequest(cause instanceof Error ? cause.message : "No content provided", cause);

function declaredLength(request: Request): number | undefined {
  const text = request.headers.get("content-length");
  return text === null || !/^\d+$/.test(text) ? undefined : Number(text);
}

/** Metadata that is no JSON is left out, as hosted leaves it out. */
export function parseUserMetadata(text: string | null | undefined): unknown {
  if (!text) return undefined;
  if (Buffer.byteLength(text) > MAX_USER_METADATA_BYTES) throw entityTooLarge("user_metadata");
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

export function decodeUserMetadata(header: string | null): unknown {
  return header === null ? undefined : parseUserMetadata(Buffer.from(header, "base64").toString());
}

import type { FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import type { ReadableStream as NodeWebStream } from "node:stream/web";
import type { StorageContext } from "./context.ts";
import { errorResponse, noSuchKey, StorageError } from "./errors.ts";
import { isHeaderValue } from "./limits.ts";
import type { ObjectMetadata, StoredObject } from "./object-rows.ts";
import { isNotModified, isSameVersion, parseRange } from "./ranges.ts";

export interface ServeOptions {
  /** The `download` parameter: present, it asks for an attachment, of that name unless empty. */
  download?: string | undefined;
  /** When a signed address ends. */
  expires?: Date | undefined;
}

/** Bytes can be replaced between the look at the row and the opening of the file. */
const ATTEMPTS = 3;

/** Answers GET and HEAD with an object's bytes. `find` looks the row up, under whatever rules hold. */
export async function serveObject(
  { bytes }: StorageContext,
  request: Request,
  find: () => Promise<StoredObject | undefined>,
  options: ServeOptions,
): Promise<Response> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const object = await find();
    if (object?.version == null) break;
    const file = await bytes.open(object.version);
    if (file !== undefined) return answerWith(file, object, request, options);
  }
  throw noSuchKey();
}

async function answerWith(
  file: FileHandle,
  object: StoredObject,
  request: Request,
  options: ServeOptions,
): Promise<Response> {
  let isHandedOver = false;
  try {
    const { size, mtime } = await file.stat();
    const metadata = object.metadata ?? {};
    const eTag = metadata.eTag ?? `"${object.version}"`;
    const modifiedAt = modificationOf(metadata, object.updated_at ?? mtime);
    const headers = objectHeaders(object, { eTag, modifiedAt }, options);
    if (isNotModified(request.headers, eTag, modifiedAt)) {
      headers.delete("content-type");
      return new Response(null, { status: 304, headers });
    }
    const range = isSameVersion(request.headers, eTag, modifiedAt)
      ? parseRange(request.headers.get("range"), size)
      : "whole";
    if (range === "unsatisfiable") return unsatisfiable(size);
    const sent = range === "whole" ? { start: 0, end: size - 1 } : range;
    const length = sent.end - sent.start + 1;
    headers.set("content-length", String(length));
    if (range !== "whole") {
      headers.set("content-range", `bytes ${sent.start}-${sent.end}/${size}`);
    }
    const status = range === "whole" ? 200 : 206;
    if (request.method === "HEAD" || length === 0) return new Response(null, { status, headers });
    isHandedOver = true;
    return new Response(streamOf(file, sent), { status, headers });
  } finally {
    if (!isHandedOver) await file.close();
  }
}

/** The stream closes the file, also when the client leaves before the end. */
function streamOf(file: FileHandle, range: { start: number; end: number }): ReadableStream {
  const stream: NodeWebStream = Readable.toWeb(file.createReadStream({ ...range }));
  return stream;
}

function unsatisfiable(size: number): Response {
  const answer = errorResponse(
    new StorageError(416, "InvalidRange", "invalid range provided", {
      name: "invalid_range",
      httpStatus: 416,
    }),
  );
  answer.headers.set("content-range", `bytes */${size}`);
  return answer;
}

function modificationOf(metadata: ObjectMetadata, otherwise: Date): Date {
  const date = new Date(metadata.lastModified ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? otherwise : date;
}

function objectHeaders(
  object: StoredObject,
  { eTag, modifiedAt }: { eTag: string; modifiedAt: Date },
  { download, expires }: ServeOptions,
): Headers {
  const metadata = object.metadata ?? {};
  const mimeType = printable(metadata.mimetype) ?? "application/octet-stream";
  const headers = new Headers({
    "accept-ranges": "bytes",
    "content-type": servedType(mimeType),
    "last-modified": modifiedAt.toUTCString(),
    "x-content-type-options": "nosniff",
    "x-robots-tag": "none",
  });
  if (printable(eTag)) headers.set("etag", eTag);
  if (expires) headers.set("expires", expires.toUTCString());
  else headers.set("cache-control", printable(metadata.cacheControl) ?? "no-cache");
  const encoding = printable(metadata.contentEncoding);
  if (encoding) headers.set("content-encoding", encoding);
  // Chromium shows no PDF at all under a sandbox, and a PDF cannot script the page's origin anyway.
  if (!/^application\/pdf\b/i.test(mimeType)) {
    headers.set("content-security-policy", INERT);
  }
  const disposition = dispositionOf(object.name, mimeType, download);
  if (disposition) headers.set("content-disposition", disposition);
  return headers;
}

/** Shows pictures, sound and text, and runs nothing. */
const INERT =
  "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'; sandbox";

function printable(value: string | undefined): string | undefined {
  return value !== undefined && isHeaderValue(value) ? value : undefined;
}

/** Types that a browser runs scripts of when it is led to them. */
const ACTIVE = /html|xml|svg/i;

/** Hosted serves HTML as text too. */
function servedType(mimeType: string): string {
  return /text\/html/i.test(mimeType) ? "text/plain" : mimeType;
}

function dispositionOf(name: string, mimeType: string, download?: string): string | undefined {
  if (download === undefined) {
    return ACTIVE.test(mimeType) ? attachment(name.split("/").at(-1) ?? "") : undefined;
  }
  return attachment(download);
}

function attachment(filename: string): string {
  if (filename === "") return "attachment";
  const encoded = encodeURIComponent(filename.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename=${encoded}; filename*=UTF-8''${encoded}`;
}

/** What `info()` reads. */
export function infoJson(object: StoredObject) {
  const metadata = object.metadata ?? {};
  return {
    id: object.id,
    name: object.name,
    version: object.version,
    bucket_id: object.bucket_id,
    size: metadata.size ?? null,
    content_type: metadata.mimetype ?? null,
    content_encoding: metadata.contentEncoding ?? null,
    cache_control: metadata.cacheControl ?? null,
    etag: metadata.eTag ?? null,
    metadata: object.user_metadata ?? null,
    last_modified: object.updated_at,
    created_at: object.created_at,
  };
}

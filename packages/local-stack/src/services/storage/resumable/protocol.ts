import { invalidRequest, StorageError } from "../errors.ts";

/** The resumable upload protocol, https://tus.io/protocols/resumable-upload, as far as it is HTTP. */
export const TUS_VERSION = "1.0.0";
export const EXTENSIONS =
  "creation,creation-with-upload,creation-defer-length,termination,expiration";
export const PIECE_TYPE = "application/offset+octet-stream";

/** A refusal with its true status: clients of this protocol decide by it whether to try again. */
export function tusError(status: number, message: string): StorageError {
  return new StorageError(status, "InvalidRequest", message, { httpStatus: status });
}

export function requireTus(request: Request): void {
  if (request.headers.get("tus-resumable") !== TUS_VERSION) {
    throw tusError(412, `Tus-Resumable must be ${TUS_VERSION}`);
  }
}

/** A header that counts bytes; undefined when it is not there. */
export function byteCount(request: Request, name: string): number | undefined {
  const text = request.headers.get(name);
  if (text === null) return undefined;
  const count = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(count)) throw tusError(400, `Invalid ${name}`);
  return count;
}

/** `Upload-Metadata`: names, each with a value in base64 unless it is empty. */
export function parseMetadata(header: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  if (header.trim() === "") return values;
  for (const pair of header.split(",")) {
    const [name, value = "", ...rest] = pair.trim().split(" ");
    if (!name || rest.length > 0 || !/^[\w+/=-]*$/.test(value) || values.has(name)) {
      throw invalidRequest("Invalid Upload-Metadata header");
    }
    values.set(name, Buffer.from(value, "base64").toString());
  }
  return values;
}

import pg from "pg";

/**
 * The error codes that clients act on. Names and meaning are storage-api's:
 * https://supabase.com/docs/guides/storage/debugging/error-codes
 */
export type StorageErrorCode =
  | "Aborted"
  | "AccessDenied"
  | "BucketAlreadyExists"
  | "DatabaseError"
  | "DatabaseInvalidObjectDefinition"
  | "DatabaseReadOnly"
  | "DatabaseSchemaMismatch"
  | "DatabaseTimeout"
  | "EntityTooLarge"
  | "FeatureNotEnabled"
  | "InternalError"
  | "InvalidBucketName"
  | "InvalidJWT"
  | "InvalidKey"
  | "InvalidMimeType"
  | "InvalidParameter"
  | "InvalidRange"
  | "InvalidRequest"
  | "InvalidSignature"
  | "InvalidUploadId"
  | "KeyAlreadyExists"
  | "NoSuchBucket"
  | "NoSuchKey"
  | "NotSupported"
  | "ResourceAlreadyExists"
  | "ResourceLocked"
  | "ResourceNotEmpty"
  | "ResourceReferenced";

interface StorageErrorOptions {
  /** The older name of the error, which the body's `error` keeps for old clients. */
  name?: string;
  /** What the HTTP answer says; 400 for nearly everything, the true status is in the body. */
  httpStatus?: number;
  cause?: unknown;
}

/** A refusal as the client sees it. Whatever else is thrown becomes `InternalError`. */
export class StorageError extends Error {
  override readonly name = "StorageError";
  readonly status: number;
  readonly code: StorageErrorCode;
  readonly errorName: string;
  readonly httpStatus: number;

  constructor(
    status: number,
    code: StorageErrorCode,
    message: string,
    options: StorageErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.status = status;
    this.code = code;
    this.errorName = options.name ?? code;
    this.httpStatus = options.httpStatus ?? (status === 500 ? 500 : 400);
  }
}

export const noSuchBucket = () =>
  new StorageError(404, "NoSuchBucket", "Bucket not found", { name: "Bucket not found" });

export const noSuchKey = () =>
  new StorageError(404, "NoSuchKey", "Object not found", { name: "not_found" });

export const accessDenied = (message = "Access denied", cause?: unknown) =>
  new StorageError(403, "AccessDenied", message, { name: "Unauthorized", cause });

/** Unlike other refusals this one is 403 on the wire as well. */
export const serviceRoleOnly = () =>
  new StorageError(403, "AccessDenied", "Access denied: Invalid role", {
    name: "Unauthorized",
    httpStatus: 403,
  });

export const alreadyExists = (
  code: "KeyAlreadyExists" | "BucketAlreadyExists" | "ResourceAlreadyExists",
  cause?: unknown,
) => new StorageError(409, code, "The resource already exists", { name: "Duplicate", cause });

export const entityTooLarge = (what = "object") =>
  new StorageError(413, "EntityTooLarge", `The ${what} exceeded the maximum allowed size`, {
    name: "Payload too large",
  });

export const invalidMimeType = (mimeType: string) =>
  new StorageError(415, "InvalidMimeType", `mime type ${mimeType} is not supported`, {
    name: "invalid_mime_type",
  });

export const invalidRequest = (message: string, cause?: unknown) =>
  new StorageError(400, "InvalidRequest", message, { cause });

export const invalidParameter = (message: string, cause?: unknown) =>
  new StorageError(400, "InvalidParameter", message, { cause });

export const invalidSignature = (message = "Invalid signature") =>
  new StorageError(400, "InvalidSignature", message);

/** What hosted offers and this server does not. */
export const notSupported = (feature: string) =>
  new StorageError(
    409,
    "FeatureNotEnabled",
    `The feature ${feature} is not enabled for this resource`,
  );

/** `{ statusCode, code, error, message }`, the form of every refusal. */
export function errorResponse(error: StorageError): Response {
  const { status, code, errorName, message, httpStatus } = error;
  return Response.json(
    { statusCode: String(status), code, error: errorName, message },
    { status: httpStatus, headers: { "cache-control": "no-store" } },
  );
}

/** What a statement's failure means to the client: a policy's refusal, a duplicate, a bad value. */
export function fromDatabase(error: pg.DatabaseError): StorageError {
  const message = error.message;
  switch (error.code) {
    case "42501":
      return accessDenied(
        message.includes("row-level security")
          ? "new row violates row-level security policy"
          : message,
        error,
      );
    case "23505":
      return alreadyExists("ResourceAlreadyExists", error);
    case "23503":
      return foreignKeyViolation(error);
    case "55P03":
      return new StorageError(423, "ResourceLocked", "The resource is locked", { cause: error });
    case "57014":
      return new StorageError(544, "DatabaseTimeout", "The connection to the database timed out", {
        cause: error,
        httpStatus: 544,
      });
    case "25006":
      return new StorageError(503, "DatabaseReadOnly", "The database is in read-only mode.", {
        cause: error,
      });
    case "42P17":
      return new StorageError(
        503,
        "DatabaseInvalidObjectDefinition",
        "The database schema is invalid or incompatible.",
        { cause: error },
      );
    case "42703":
    case "42P01":
      return new StorageError(
        503,
        "DatabaseSchemaMismatch",
        `A trigger or policy of storage refers to something missing: ${message}`,
        { cause: error },
      );
    // Not of the type; not to be stored in text (NUL); not to be stored in JSON (NUL, half a pair).
    case "22P02":
    case "22021":
    case "22P05":
      return invalidParameter(message, error);
    default:
      return new StorageError(500, "DatabaseError", `database error, code: ${error.code}`, {
        cause: error,
      });
  }
}

function foreignKeyViolation(error: pg.DatabaseError): StorageError {
  return error.detail?.includes("is still referenced from table")
    ? new StorageError(
        409,
        "ResourceReferenced",
        "The resource could not be updated or removed due to a foreign key constraint",
        { cause: error },
      )
    : new StorageError(404, "InvalidRequest", "The related resource does not exist", {
        cause: error,
      });
}

/** What is known of anything thrown while answering. */
export function toStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  if (error instanceof pg.DatabaseError) return fromDatabase(error);
  return new StorageError(500, "InternalError", "Internal Server Error", {
    name: "Internal",
    cause: error,
  });
}

import { textOf } from "./json-fields.ts";

interface AppErrorOptions {
  code: string;
  message: string;
  status: number;
  details?: string | undefined;
  hint?: string | undefined;
  requestId?: string | undefined;
}

/** Every failure that reaches a screen. `code` is stable and decides what is said; the rest helps support. */
export class AppError extends Error {
  override name = "AppError";
  readonly code: string;
  readonly status: number;
  readonly details: string | undefined;
  readonly hint: string | undefined;
  readonly requestId: string | undefined;

  constructor(options: AppErrorOptions) {
    super(options.message);
    this.code = options.code;
    this.status = options.status;
    this.details = options.details;
    this.hint = options.hint;
    this.requestId = options.requestId;
  }

  /** Worth another try with nothing changed: the network, or a server that was busy or broken. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Turns what PostgREST or Auth answered into an AppError. Both use the same four fields at most. */
export function toAppError(error: unknown, status: number, requestId?: string): AppError {
  return new AppError({
    code: codeOf(textOf(error, "code"), status),
    message: textOf(error, "message") || "Something went wrong.",
    status,
    details: textOf(error, "details"),
    hint: textOf(error, "hint"),
    requestId,
  });
}

/**
 * Which status means what when the body carries no code of ours. The codes of PostgREST itself are not
 * relied on, because they differ between its versions; a 401 is told by its status.
 */
function codeOf(code: string | undefined, status: number): string {
  if (status === 0) return "network";
  if (status === 401) return "session_expired";
  if (code === "42501" || (status === 403 && !code)) return "permission_denied";
  if (code === "23505") return "already_exists";
  if (code) return code;
  if (status === 404) return "not_found";
  return status >= 500 ? "internal_error" : "request_failed";
}

/** For `catch`, where anything can arrive. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : "Something went wrong.";
  return new AppError({ code: "internal_error", message, status: 500 });
}

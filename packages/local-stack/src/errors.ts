/** Every failure the stack reports to a person: a stable code, and one line that says what to do. */
export type StackErrorCode =
  | "config_invalid"
  | "home_unwritable"
  | "disk_full"
  | "already_running"
  | "not_running"
  | "port_in_use"
  | "binary_missing"
  | "binary_damaged"
  | "database_failed"
  | "rest_failed"
  | "storage_failed"
  | "migration_failed"
  | "unsupported_platform";

export class StackError extends Error {
  override readonly name = "StackError";
  readonly code: StackErrorCode;

  constructor(code: StackErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

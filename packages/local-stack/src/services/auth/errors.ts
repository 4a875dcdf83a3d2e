import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/**
 * The error codes that clients act on. Names and meaning are GoTrue's:
 * https://supabase.com/docs/guides/auth/debugging/error-codes
 */
export type AuthErrorCode =
  | "anonymous_provider_disabled"
  | "bad_code_verifier"
  | "bad_json"
  | "bad_jwt"
  | "bad_oauth_callback"
  | "current_password_invalid"
  | "current_password_required"
  | "email_exists"
  | "email_not_confirmed"
  | "email_provider_disabled"
  | "feature_disabled"
  | "flow_state_expired"
  | "flow_state_not_found"
  | "hook_payload_invalid_content_type"
  | "hook_payload_over_size_limit"
  | "hook_timeout"
  | "hook_timeout_after_retry"
  | "insufficient_aal"
  | "invalid_credentials"
  | "manual_linking_disabled"
  | "mfa_challenge_expired"
  | "mfa_factor_name_conflict"
  | "mfa_factor_not_found"
  | "mfa_ip_address_mismatch"
  | "mfa_phone_enroll_not_enabled"
  | "mfa_totp_enroll_not_enabled"
  | "mfa_totp_verify_not_enabled"
  | "mfa_verification_failed"
  | "mfa_webauthn_enroll_not_enabled"
  | "no_authorization"
  | "not_admin"
  | "not_found"
  | "not_implemented"
  | "otp_disabled"
  | "otp_expired"
  | "over_email_send_rate_limit"
  | "over_request_rate_limit"
  | "passkey_disabled"
  | "phone_exists"
  | "phone_provider_disabled"
  | "provider_disabled"
  | "reauthentication_needed"
  | "reauthentication_not_valid"
  | "refresh_token_already_used"
  | "refresh_token_not_found"
  | "request_entity_too_large"
  | "same_password"
  | "saml_provider_disabled"
  | "session_expired"
  | "session_not_found"
  | "signup_disabled"
  | "single_identity_not_deletable"
  | "too_many_enrolled_mfa_factors"
  | "unexpected_failure"
  | "unknown"
  | "user_already_exists"
  | "user_banned"
  | "user_not_found"
  | "user_sso_managed"
  | "validation_failed"
  | "weak_password"
  | "web3_provider_disabled";

interface AuthErrorOptions {
  cause?: unknown;
  headers?: Readonly<Record<string, string>>;
  /** Further members of the body. */
  details?: Readonly<Record<string, unknown>>;
}

/** A refusal as the client sees it. Whatever else is thrown becomes `unexpected_failure`. */
export class AuthError extends Error {
  override readonly name = "AuthError";
  readonly status: ContentfulStatusCode;
  readonly code: AuthErrorCode;
  readonly headers: Readonly<Record<string, string>>;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    status: ContentfulStatusCode,
    code: AuthErrorCode,
    message: string,
    options: AuthErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.status = status;
    this.code = code;
    this.headers = options.headers ?? {};
    this.details = options.details ?? {};
  }
}

/** A statement about an account failed, most often in a trigger of the project. */
export function databaseFailure(message: string, cause: unknown): AuthError {
  return new AuthError(500, "unexpected_failure", message, { cause });
}

const VERSION_HEADER = "x-supabase-api-version";
const VERSION_2024 = "2024-01-01";

/**
 * Two forms of the same error: `{ code: <status>, error_code, msg }`, and since API version
 * 2024-01-01 `{ code, message }`. auth-js reads the second only when the answer repeats the version
 * header.
 */
export function errorResponse(context: Context, error: AuthError): Response {
  const version = context.req.header(VERSION_HEADER) ?? "";
  const isRecent = /^\d{4}-\d{2}-\d{2}$/.test(version) && version >= VERSION_2024;
  const body = isRecent
    ? { code: error.code, message: error.message }
    : { code: error.status, error_code: error.code, msg: error.message };
  return context.json({ ...body, ...error.details }, error.status, {
    ...error.headers,
    "x-sb-error-code": error.code,
    ...(isRecent ? { [VERSION_HEADER]: VERSION_2024 } : {}),
  });
}

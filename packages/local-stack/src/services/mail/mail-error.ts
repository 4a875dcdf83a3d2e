import type { ContentfulStatusCode } from "hono/utils/http-status";

/**
 * Names of refusals as Resend's clients know them: https://resend.com/docs/api-reference/errors
 */
export type MailErrorName =
  | "application_error"
  | "concurrent_idempotent_requests"
  | "invalid_api_key"
  | "invalid_attachment"
  | "invalid_idempotency_key"
  | "invalid_idempotent_request"
  | "method_not_allowed"
  | "missing_api_key"
  | "missing_required_field"
  | "not_found"
  | "rate_limit_exceeded"
  | "validation_error";

/** A refusal in Resend's form, `{ statusCode, name, message }`. */
export class MailError extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: MailErrorName;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: ContentfulStatusCode,
    code: MailErrorName,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  toResponse(): Response {
    const body = { statusCode: this.status, name: this.code, message: this.message };
    return Response.json(body, { status: this.status, headers: this.headers });
  }
}

import type { ServerResponse } from "node:http";

/** The form of every error of the API, PostgREST's own included. */
interface ErrorBody {
  code: string;
  message: string;
  details: string | null;
  hint: string | null;
}

/** An answer that the gateway gives by itself instead of passing the request on. */
export interface Refusal {
  status: number;
  body: ErrorBody;
  headers?: Readonly<Record<string, string>>;
}

export function refusal(
  status: number,
  code: string,
  message: string,
  hint: string | null = null,
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  return { status, body: { code, message, details: null, hint }, headers };
}

export const unavailable = (service: string): Refusal =>
  refusal(
    503,
    "upstream_unavailable",
    `The ${service} service does not answer at the moment.`,
    "It is being restarted; try again in a moment.",
    { "retry-after": "1" },
  );

export const tooLarge = (limit: number): Refusal =>
  refusal(413, "payload_too_large", `The request body is larger than ${limit} bytes.`);

/** Writes a whole JSON answer; does nothing when an answer has already begun. */
export function writeJson(
  outgoing: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): void {
  if (outgoing.headersSent || outgoing.destroyed) return;
  const text = JSON.stringify(body);
  outgoing.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": String(Buffer.byteLength(text)),
    ...headers,
  });
  outgoing.end(text);
}

import type { AuthError } from "./errors.ts";
import type { SessionJson } from "./session-response.ts";

/** What a redirect carries: in the fragment, which servers do not see, or for PKCE in the query. */
export type RedirectParameters = readonly (readonly [name: string, value: string])[];

/** In the order of their names, as GoTrue writes them. */
export function sessionParameters(session: SessionJson, type: string): RedirectParameters {
  return [
    ["access_token", session.access_token],
    ["expires_at", String(session.expires_at)],
    ["expires_in", String(session.expires_in)],
    ["refresh_token", session.refresh_token],
    ["token_type", session.token_type],
    ["type", type],
  ];
}

/** OAuth's names for what went wrong: RFC 6749 §4.1.2.1. */
const OAUTH_ERRORS: Readonly<Record<number, string>> = {
  400: "invalid_request",
  401: "unauthorized_client",
  403: "access_denied",
  500: "server_error",
  503: "temporarily_unavailable",
};

export function errorParameters({ status, code, message }: AuthError): RedirectParameters {
  const error = OAUTH_ERRORS[status];
  const named: RedirectParameters = error ? [["error", error]] : [];
  return [...named, ["error_code", code], ["error_description", message]];
}

export function withQuery(target: string, parameters: RedirectParameters): string {
  const url = new URL(target);
  for (const [name, value] of parameters) url.searchParams.set(name, value);
  return url.href;
}

/** `sb` tells a client that the fragment is Auth's. */
export function withFragment(target: string, parameters: RedirectParameters): string {
  const [withoutFragment = ""] = target.split("#");
  const fragment = new URLSearchParams();
  for (const [name, value] of [...parameters, ["sb", ""] as const]) fragment.set(name, value);
  return `${withoutFragment}#${fragment}`;
}

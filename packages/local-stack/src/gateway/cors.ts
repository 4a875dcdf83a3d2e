import type { IncomingHttpHeaders } from "node:http";

export type HeaderRecord = Readonly<Record<string, string>>;

export interface Cors {
  /** For every answer, errors included. */
  forAnswer(request: IncomingHttpHeaders): HeaderRecord;
  forPreflight(request: IncomingHttpHeaders): HeaderRecord;
}

export const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** What supabase-js, tus-js-client and their users read beyond the headers browsers show anyway. */
const EXPOSED_HEADERS = [
  "accept-ranges",
  "content-disposition",
  "content-encoding",
  "content-location",
  "content-profile",
  "content-range",
  "date",
  "etag",
  "link",
  "location",
  "preference-applied",
  "range-unit",
  "retry-after",
  "server-timing",
  "tus-complete",
  "tus-extension",
  "tus-max-size",
  "tus-resumable",
  "tus-version",
  "upload-defer-length",
  "upload-expires",
  "upload-length",
  "upload-metadata",
  "upload-offset",
  "www-authenticate",
  "x-request-id",
  "x-supabase-api-version",
  "x-total-count",
].join(", ");

/** As long as any browser keeps a preflight (Chromium's limit). */
const PREFLIGHT_SECONDS = "7200";

/** Cross-origin rules of the API. No credentials: the API knows keys and tokens, never cookies. */
export function createCors(allowedOrigins?: readonly string[]): Cors {
  const exposed = { "access-control-expose-headers": EXPOSED_HEADERS };
  const open = { "access-control-allow-origin": "*" };
  const openAnswer = { ...open, ...exposed };

  const originHeaders = (request: IncomingHttpHeaders): HeaderRecord => {
    if (allowedOrigins === undefined) return open;
    const { origin } = request;
    return origin !== undefined && allowedOrigins.includes(origin)
      ? { "access-control-allow-origin": origin, vary: "origin" }
      : { vary: "origin" };
  };

  return {
    forAnswer: (request) =>
      allowedOrigins === undefined ? openAnswer : { ...originHeaders(request), ...exposed },
    forPreflight: (request) => ({
      ...originHeaders(request),
      "access-control-allow-methods": METHODS.join(", "),
      "access-control-allow-headers":
        request["access-control-request-headers"] ?? "authorization, apikey, content-type",
      "access-control-max-age": PREFLIGHT_SECONDS,
    }),
  };
}

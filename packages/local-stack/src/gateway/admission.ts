import type { IncomingHttpHeaders } from "node:http";
import type { ApiKey } from "./api-keys.ts";
import { type Refusal, refusal } from "./reply.ts";
import type { Target } from "./target.ts";

/** What a request may go on with: whose key it bears, and the `authorization` its service will see. */
export interface Admission {
  key: ApiKey | undefined;
  authorization: string | undefined;
}

/** Endpoints that people reach by a link or other programs by discovery, hence without a key. */
const OPEN_AUTH_PATHS = new Set([
  "/verify",
  "/callback",
  "/authorize",
  "/.well-known/jwks.json",
  "/.well-known/openid-configuration",
]);

const noKey = refusal(
  401,
  "no_api_key",
  "No API key found in request",
  "No `apikey` request header or url param was found.",
);
const unknownKey = refusal(
  401,
  "invalid_api_key",
  "Invalid API key",
  "Double check the provided API key for typos. It might also belong to another project.",
);
const secretKeyInBrowser = refusal(
  401,
  "secret_api_key_in_browser",
  "Forbidden use of secret API key in browser",
  "A secret API key bypasses row-level security and must never reach a browser. Replace this key.",
);
const secretKeyRequired = refusal(
  401,
  "secret_api_key_required",
  "Access to schema is forbidden",
  "Accessing the schema via the Data API is only allowed using a secret API key.",
);

/** Whether a request may pass, judged by its API key as hosted Supabase judges it. */
export function admit(
  target: Target,
  headers: IncomingHttpHeaders,
  findKey: (candidate: string) => ApiKey | undefined,
): Admission | Refusal {
  const candidate = presentedKey(target, headers);
  if (candidate === undefined) {
    return isOpen(target) ? { key: undefined, authorization: headers.authorization } : noKey;
  }
  const key = findKey(candidate);
  if (key === undefined) return unknownKey;
  // Hosted tells a browser by its user agent, and only for the opaque keys.
  // https://supabase.com/docs/guides/api/api-keys
  if (key.isOpaque && key.role === "service_role" && isBrowser(headers)) return secretKeyInBrowser;
  // https://github.com/orgs/supabase/discussions/42949
  if (target.service === "rest" && target.path === "/" && key.role !== "service_role") {
    return secretKeyRequired;
  }
  return { key, authorization: bearerFor(key, headers.authorization) };
}

/** Storage asks for a token where it needs one: public and signed addresses work in any browser. */
function isOpen({ service, path }: Target): boolean {
  return service === "storage" || (service === "auth" && OPEN_AUTH_PATHS.has(path));
}

function presentedKey(target: Target, headers: IncomingHttpHeaders): string | undefined {
  const header = headers.apikey;
  if (typeof header === "string" && header !== "") return header;
  // A browser cannot set headers on a websocket. realtime-js leaves the parameter on its HTTP calls too.
  if (target.service !== "realtime" || target.search === "") return undefined;
  return new URLSearchParams(target.search).get("apikey") || undefined;
}

function isBrowser(headers: IncomingHttpHeaders): boolean {
  return headers["user-agent"]?.startsWith("Mozilla/") ?? false;
}

/** supabase-js sends the opaque key as bearer while nobody is signed in; services know JWTs only. */
function bearerFor(key: ApiKey, authorization: string | undefined): string {
  return authorization === undefined || /^bearer(\s+sb_|\s*$)/i.test(authorization)
    ? `Bearer ${key.jwt}`
    : authorization;
}

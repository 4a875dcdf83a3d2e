import { type Refusal, refusal } from "./reply.ts";

/** Supabase's public prefixes; what stands behind each is the gateway's business. */
const PREFIXES = [
  { service: "rest", prefix: "/rest/v1" },
  { service: "auth", prefix: "/auth/v1" },
  { service: "realtime", prefix: "/realtime/v1" },
  { service: "storage", prefix: "/storage/v1" },
  { service: "functions", prefix: "/functions/v1" },
  { service: "graphql", prefix: "/graphql/v1" },
  { service: "pg", prefix: "/pg" },
] as const;

type ServiceName = (typeof PREFIXES)[number]["service"];

export interface Target {
  /** Undefined outside of every prefix. */
  service: ServiceName | undefined;
  /** Behind the prefix, still percent-encoded; begins with a slash. */
  path: string;
  /** With its question mark, or empty. */
  search: string;
}

const invalidPath = refusal(
  400,
  "invalid_path",
  "The request's path is not acceptable.",
  "Send a plain path without dot segments, backslashes or empty or encoded separators.",
);

const DOT_SEGMENT = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i;
const NOT_IN_A_PATH = /[^\x21-\x7e]|[\\#]|%00/;
const SEPARATOR_IN_A_SEGMENT = /\/\/|%2f|%5c/i;

/**
 * Decides from the request line alone where a request goes. Nothing is decoded or resolved here, so what
 * is checked is exactly what the upstream gets; a target that an upstream might resolve to another path
 * is refused instead of being repaired.
 */
export function readTarget(url: string): Target | Refusal {
  const question = url.indexOf("?");
  const fullPath = question === -1 ? url : url.slice(0, question);
  const search = question === -1 ? "" : url.slice(question);
  // The absolute form ("GET http://elsewhere/") is for proxies, which the gateway is not.
  if (!fullPath.startsWith("/")) return invalidPath;
  if (NOT_IN_A_PATH.test(fullPath) || DOT_SEGMENT.test(fullPath)) return invalidPath;
  if (search.includes("#")) return invalidPath;

  for (const { service, prefix } of PREFIXES) {
    if (!fullPath.startsWith(prefix)) continue;
    const path = fullPath.slice(prefix.length);
    if (path !== "" && !path.startsWith("/")) continue;
    // PostgREST has no use for these, and `/rest/v1//` must not pass for something else than the root.
    // Realtime topics and storage keys may hold an encoded slash.
    if (service === "rest" && SEPARATOR_IN_A_SEGMENT.test(path)) return invalidPath;
    return { service, path: path === "" ? "/" : path, search };
  }
  return { service: undefined, path: fullPath, search };
}

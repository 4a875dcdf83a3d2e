import { readConfig } from "./config.ts";
import { textOf } from "./json-fields.ts";

/** The organization whose own hostname the page has, as a stranger may know it. */
export interface Host {
  slug: string;
  name: string;
  logoUrl: string | undefined;
}

/** What the page's hostname leads to: FlowDesk itself, one organization, or nothing of ours. */
export type Place =
  | { kind: "flowdesk" }
  | { kind: "organization"; host: Host }
  | { kind: "unknown" };

let host: Host | undefined;

/**
 * Asks whose hostname it is, unless it is FlowDesk's own. By a bare request: a stranger does not wait for the
 * API client. When nobody answers the pages say so better.
 */
export async function resolvePlace(hostname: string): Promise<Place> {
  const { apiUrl, publishableKey, hostnames } = readConfig();
  if (!hostnames || hostnames.includes(hostname)) return { kind: "flowdesk" };
  try {
    const response = await fetch(`${apiUrl}/rest/v1/rpc/resolve_organization`, {
      method: "POST",
      headers: { apikey: publishableKey, "content-type": "application/json" },
      body: JSON.stringify({ hostname }),
    });
    const answer: unknown = await response.json();
    if (!response.ok || !Array.isArray(answer)) return { kind: "flowdesk" };
    host = readHost(answer[0], apiUrl);
    return host ? { kind: "organization", host } : { kind: "unknown" };
  } catch {
    return { kind: "flowdesk" };
  }
}

/** The organization whose own hostname the page has; `/` leads to it, and the sign-in page bears its name. */
export function hostOfPage(): Host | undefined {
  return host;
}

function readHost(row: unknown, apiUrl: string): Host | undefined {
  const slug = textOf(row, "slug");
  const logo = textOf(row, "logo_path");
  if (!slug) return undefined;
  return {
    slug,
    name: textOf(row, "name") ?? slug,
    // Written out, as the client of Storage would: it is not here yet.
    logoUrl: logo && `${apiUrl}/storage/v1/object/public/logos/${encodeURI(logo)}`,
  };
}

// The small build of zod: this is part of the first load.
import * as z from "zod/mini";
import { readConfig } from "./config.ts";

/** What the page's hostname leads to: FlowDesk itself, one organization, or nothing of ours. */
export type Place =
  | { kind: "flowdesk" }
  | { kind: "organization"; slug: string }
  | { kind: "unknown" };

const answerSchema = z.array(z.object({ slug: z.string() }));

let organizationSlug: string | undefined;

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
    if (!response.ok) return { kind: "flowdesk" };
    const [organization] = answerSchema.parse(await response.json());
    if (!organization) return { kind: "unknown" };
    organizationSlug = organization.slug;
    return { kind: "organization", slug: organization.slug };
  } catch {
    return { kind: "flowdesk" };
  }
}

/** The organization whose own hostname the page has; `/` leads to it. */
export function slugOfHostname(): string | undefined {
  return organizationSlug;
}

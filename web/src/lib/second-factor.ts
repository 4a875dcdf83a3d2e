import type { Session } from "@supabase/supabase-js";
// The small build of zod: this is part of the first load.
import * as z from "zod/mini";

const claimsSchema = z.object({ aal: z.optional(z.string()) });

/**
 * Whether the person has a second factor and this session has not shown it yet. The server refuses such a
 * session by itself; this only leads the person to the right page.
 */
export function needsSecondFactor({ access_token, user }: Session): boolean {
  const hasFactor = user.factors?.some(({ status }) => status === "verified") ?? false;
  return hasFactor && assuranceLevel(access_token) !== "aal2";
}

/** Read, not verified: who forges it fools only their own browser. */
function assuranceLevel(token: string): string | undefined {
  const [, payload = ""] = token.split(".");
  try {
    const text = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
    const parsed = claimsSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.aal : undefined;
  } catch {
    return undefined;
  }
}

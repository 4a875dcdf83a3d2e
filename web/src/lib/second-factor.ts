import type { Session } from "@supabase/supabase-js";
import { parseJson, textOf } from "./json-fields.ts";

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
    const claims = parseJson(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
    return textOf(claims, "aal");
  } catch {
    return undefined;
  }
}

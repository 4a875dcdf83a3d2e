import type { Context } from "hono";
import type { AuthContext } from "./context.ts";
import type { MailRequest } from "./mail/deliver.ts";
import { readOrigin } from "./request.ts";

/** Who asks for a mail, and where its link is to lead. */
export function readMailRequest(context: AuthContext, c: Context): MailRequest {
  return { origin: readOrigin(c), redirectTo: context.redirects.choose(c) };
}

import { AuthError } from "./errors.ts";

/** For what GoTrue does and this Auth does not yet: a client is told so, rather than that it asked wrongly. */
export function notImplemented(feature: string): AuthError {
  return new AuthError(501, "not_implemented", `${feature} is not implemented by this Auth yet`);
}

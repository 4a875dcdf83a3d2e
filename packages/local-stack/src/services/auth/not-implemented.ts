import { AuthError } from "./errors.ts";

/**
 * For what GoTrue does and this Auth does not yet: the client did not ask wrongly, and is told so.
 */
export function notImplemented(feature: string): AuthError {
  return new AuthError(501, "not_implemented", `${feature} is not implemented by this Auth yet`);
}

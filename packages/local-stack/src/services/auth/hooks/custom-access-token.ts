import { z } from "zod";
import type { Claims } from "../../../tokens.ts";
import type { Grant } from "../claims.ts";
import type { AuthContext } from "../context.ts";
import type { Sql } from "../database.ts";
import { AuthError } from "../errors.ts";
import { invokeHook } from "./invoke-hook.ts";

/**
 * What a token must say, whatever a hook adds or takes away.
 * https://supabase.com/docs/guides/auth/auth-hooks/custom-access-token-hook
 */
const claimsSchema = z.looseObject({
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.int(),
  iat: z.int(),
  sub: z.string(),
  email: z.string(),
  phone: z.string(),
  role: z.string(),
  aal: z.string(),
  session_id: z.string(),
  is_anonymous: z.boolean(),
  iss: z.string().exactOptional(),
  jti: z.string().exactOptional(),
  nbf: z.int().exactOptional(),
  app_metadata: z.record(z.string(), z.unknown()).exactOptional(),
  user_metadata: z.record(z.string(), z.unknown()).exactOptional(),
  amr: z.array(z.union([z.string(), z.looseObject({})])).exactOptional(),
});

const outputSchema = z.object({ claims: z.unknown() });

/** Lets the project's hook rewrite the claims of a token. */
export async function customizeClaims(
  context: AuthContext,
  sql: Sql,
  { user, method, origin }: Grant,
  claims: Claims & { exp: number },
): Promise<Claims & { exp: number }> {
  const hook = context.config.hook.custom_access_token;
  if (!hook) return claims;
  const answer = await invokeHook(context, sql, hook, {
    name: "customize-access-token",
    origin,
    payload: { user_id: user.id, claims, authentication_method: method },
  });
  const output = outputSchema.safeParse(answer);
  if (!output.success || output.data.claims === undefined) {
    throw new AuthError(500, "unexpected_failure", "output claims field is missing");
  }
  const result = claimsSchema.safeParse(output.data.claims);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `- ${path.join(".") || "(root)"}: ${message}`,
  );
  throw new AuthError(
    500,
    "unexpected_failure",
    `output claims do not conform to the expected schema: \n${problems.join("\n")}`,
  );
}

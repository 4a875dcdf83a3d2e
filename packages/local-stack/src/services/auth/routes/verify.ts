import { type Context, Hono } from "hono";
import { z } from "zod";
import { tradeForCode, tradeForSession } from "../accept-link.ts";
import type { AuthContext, AuthEnvironment } from "../context.ts";
import { AuthError } from "../errors.ts";
import { readMailRequest } from "../mail-request.ts";
import { PKCE_PREFIX } from "../one-time-tokens.ts";
import {
  errorParameters,
  type RedirectParameters,
  sessionParameters,
  withFragment,
  withQuery,
} from "../redirect-urls.ts";
import { normalizeEmail, optionalText, rateLimitKey, readBody } from "../request.ts";
import { isVerificationType, type Proof } from "../verify.ts";

const bodySchema = z.object({
  type: optionalText,
  token: optionalText,
  token_hash: optionalText,
  email: optionalText,
  phone: optionalText,
  redirect_to: optionalText,
});

const HALF_WAY =
  "Confirmation link accepted. Please proceed to confirm link sent to the other email";

/** `GET /verify`, where the links in mails lead, and `POST /verify` for clients. */
export function verifyRoute(context: AuthContext): Hono<AuthEnvironment> {
  return new Hono<AuthEnvironment>()
    .get("/verify", async (c) => {
      // Mail scanners ask with HEAD what a link is; that must not use it up.
      if (c.req.method !== "GET") return c.body(null, 405, { allow: "GET, POST" });
      context.limits.tokenVerifications.take(rateLimitKey(c));
      const type = c.req.query("type") ?? "";
      const hash = c.req.query("token") ?? "";
      if (type === "") throw invalid("Verify requires a verification type");
      if (hash === "") throw invalid("Verify requires a token or a token hash");
      const location = await followLink(context, c, type, hash);
      return c.body(null, 303, { location, "cache-control": "no-store" });
    })
    .post("/verify", async (c) => {
      context.limits.tokenVerifications.take(rateLimitKey(c));
      const proof = await readProof(c);
      const session = await tradeForSession(context, proof, readMailRequest(context, c));
      return c.json(session ?? { msg: HALF_WAY, code: "200" });
    });
}

async function readProof(c: Context): Promise<Proof> {
  const {
    type,
    token,
    token_hash: hash,
    email,
    phone,
    redirect_to,
  } = await readBody(c, bodySchema);
  if (type === "") throw invalid("Verify requires a verification type");
  if ((token === "") === (hash === "")) {
    throw invalid("Verify requires either a token or a token hash");
  }
  if (token !== "" && phone !== "" && email === "") {
    // As for any wrong code: nothing is ever sent to a phone.
    throw new AuthError(403, "otp_expired", "Token has expired or is invalid");
  }
  if (!isVerificationType(type)) throw invalid("Invalid email verification type");
  if (hash !== "") {
    if (email === "" && phone === "" && redirect_to === "") return { type, hash };
    throw invalid("Only the token_hash and type should be provided");
  }
  if (email === "" || phone !== "") {
    throw invalid("Only an email address or phone number should be provided on verify");
  }
  return { type, email: normalizeEmail(email), code: token };
}

/** Where a followed link leads, whatever comes of it. */
async function followLink(
  context: AuthContext,
  c: Context,
  type: string,
  hash: string,
): Promise<string> {
  const request = readMailRequest(context, c);
  const { redirectTo } = request;
  const isPkce = hash.startsWith(PKCE_PREFIX);
  const everywhere = (parameters: RedirectParameters) =>
    withFragment(isPkce ? withQuery(redirectTo, parameters) : redirectTo, parameters);
  try {
    if (!isVerificationType(type)) throw invalid("Invalid email verification type");
    if (isPkce) {
      const code = await tradeForCode(context, { type, hash }, request);
      if (code !== undefined) return withQuery(redirectTo, [["code", code]]);
    } else {
      const session = await tradeForSession(context, { type, hash }, request);
      if (session) return withFragment(redirectTo, sessionParameters(session, type));
    }
    return everywhere([["message", HALF_WAY]]);
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    if (error.status >= 500) context.log.error({ err: error.cause ?? error }, error.message);
    return everywhere(errorParameters(error));
  }
}

function invalid(message: string): AuthError {
  return new AuthError(400, "validation_failed", message);
}

import { type Context, Hono } from "hono";
import { z } from "zod";
import { type AuthContext, type AuthEnvironment, isEmailEnabled } from "../context.ts";
import { AuthError } from "../errors.ts";
import { refreshSession } from "../refresh.ts";
import { REFRESH_TOKEN_PATTERN } from "../refresh-tokens.ts";
import { optionalText, rateLimitKey, readBody, readOrigin } from "../request.ts";
import { signInByCode, signInByPassword } from "../sign-in.ts";

const passwordSchema = z.object({
  email: optionalText,
  phone: optionalText,
  password: optionalText,
});

const pkceSchema = z.object({ auth_code: optionalText, code_verifier: optionalText });

const idTokenSchema = z.object({ provider: optionalText, issuer: optionalText });

const refreshSchema = z.object({ refresh_token: optionalText });

/** `POST /token?grant_type=…` */
export function tokenRoute(context: AuthContext): Hono<AuthEnvironment> {
  return new Hono<AuthEnvironment>().post("/token", async (c) => {
    const grant = c.req.query("grant_type");
    switch (grant) {
      case "password":
        return c.json(await passwordGrant(context, c));
      case "refresh_token":
        return c.json(await refreshTokenGrant(context, c));
      case "pkce":
        return c.json(await pkceGrant(context, c));
      case "id_token":
        throw await idTokenRefusal(c);
      case "web3":
        throw new AuthError(422, "web3_provider_disabled", "Web3 provider is disabled");
      default:
        throw new AuthError(400, "invalid_credentials", "unsupported_grant_type");
    }
  });
}

async function passwordGrant(context: AuthContext, c: Context) {
  context.limits.signInsAndSignUps.take(rateLimitKey(c));
  const body = await readBody(c, passwordSchema);
  if (body.email !== "" && body.phone !== "") {
    throw new AuthError(
      400,
      "validation_failed",
      "Only an email address or phone number should be provided on login.",
    );
  }
  if (body.phone !== "") {
    throw new AuthError(422, "phone_provider_disabled", "Phone logins are disabled");
  }
  if (body.email === "") throw new AuthError(400, "validation_failed", "missing email or phone");
  if (!isEmailEnabled(context.config)) {
    throw new AuthError(422, "email_provider_disabled", "Email logins are disabled");
  }
  const credentials = { email: body.email.toLowerCase(), password: body.password };
  return signInByPassword(context, credentials, readOrigin(c));
}

async function refreshTokenGrant(context: AuthContext, c: Context) {
  context.limits.tokenRefreshes.take(rateLimitKey(c));
  const body = await readBody(c, refreshSchema);
  if (!REFRESH_TOKEN_PATTERN.test(body.refresh_token)) {
    throw new AuthError(400, "validation_failed", "Refresh token is not valid");
  }
  return refreshSession(context, body.refresh_token, readOrigin(c));
}

async function pkceGrant(context: AuthContext, c: Context) {
  context.limits.tokenRefreshes.take(rateLimitKey(c));
  const { auth_code: code, code_verifier: verifier } = await readBody(c, pkceSchema);
  if (code === "" || verifier === "") {
    throw new AuthError(
      400,
      "validation_failed",
      "invalid request: both auth code and code verifier should be non-empty",
    );
  }
  return signInByCode(context, { code, verifier }, readOrigin(c));
}

/** Tokens of other services sign nobody in. */
async function idTokenRefusal(c: Context): Promise<AuthError> {
  const { provider, issuer } = await readBody(c, idTokenSchema);
  const name = provider || issuer;
  return new AuthError(400, "provider_disabled", `Provider (issuer "${name}") is not enabled`);
}

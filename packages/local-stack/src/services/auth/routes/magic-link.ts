import { type Context, Hono } from "hono";
import { z } from "zod";
import type { AuthContext, AuthEnvironment } from "../context.ts";
import { AuthError } from "../errors.ts";
import { readChallenge } from "../flow-state.ts";
import { requestMagicLink } from "../magic-link.ts";
import { readMailRequest } from "../mail-request.ts";
import { jsonObject, normalizeEmail, optionalText, rateLimitKey, readBody } from "../request.ts";

const bodySchema = z.object({
  email: optionalText,
  phone: optionalText,
  channel: optionalText,
  create_user: z
    .boolean()
    .nullish()
    .transform((value) => value ?? true),
  data: jsonObject.nullish().transform((data) => data ?? {}),
  code_challenge: optionalText,
  code_challenge_method: optionalText,
});

/** `POST /otp`, and `POST /magiclink` as it was called before. */
export function magicLinkRoute(context: AuthContext): Hono<AuthEnvironment> {
  async function answer(c: Context): Promise<Response> {
    context.limits.codes.take(rateLimitKey(c));
    const body = await readBody(c, bodySchema);
    if (body.email !== "" && body.phone !== "") {
      throw invalid("Only an email address or phone number should be provided");
    }
    if (body.email !== "" && body.channel !== "" && body.channel !== "sms") {
      throw invalid("Channel should only be specified with Phone OTP");
    }
    const challenge = readChallenge(body);
    if (body.phone !== "") {
      throw new AuthError(400, "phone_provider_disabled", "Unsupported phone provider");
    }
    if (body.email === "") throw invalid("One of email or phone must be set");
    if (!context.config.email.enabled) {
      throw new AuthError(422, "email_provider_disabled", "Email logins are disabled");
    }
    const email = normalizeEmail(body.email);
    const { data, create_user: createsUser } = body;
    await requestMagicLink(
      context,
      { email, data, createsUser, challenge },
      readMailRequest(context, c),
    );
    return c.json({});
  }

  return new Hono<AuthEnvironment>().post("/otp", answer).post("/magiclink", answer);
}

function invalid(message: string): AuthError {
  return new AuthError(400, "validation_failed", message);
}

import { Hono } from "hono";
import { z } from "zod";
import { signUpAnonymously } from "../anonymous.ts";
import { type AuthContext, type AuthEnvironment, isEmailEnabled } from "../context.ts";
import { AuthError } from "../errors.ts";
import { readChallenge } from "../flow-state.ts";
import { readMailRequest } from "../mail-request.ts";
import { requireStrongPassword } from "../password-strength.ts";
import {
  jsonObject,
  normalizeEmail,
  optionalText,
  rateLimitKey,
  readBody,
  readOrigin,
} from "../request.ts";
import { signUpByEmail } from "../sign-up.ts";

const bodySchema = z.object({
  email: optionalText,
  phone: optionalText,
  password: optionalText,
  data: jsonObject.nullish().transform((data) => data ?? {}),
  code_challenge: optionalText,
  code_challenge_method: optionalText,
});

/** `POST /signup` */
export function signUpRoute(context: AuthContext): Hono<AuthEnvironment> {
  const { config, limits } = context;
  const requireOpen = () => {
    if (!config.enable_signup) {
      throw new AuthError(422, "signup_disabled", "Signups not allowed for this instance");
    }
  };

  return new Hono<AuthEnvironment>().post("/signup", async (c) => {
    const body = await readBody(c, bodySchema);
    if (body.email === "" && body.phone === "") {
      if (!config.enable_anonymous_sign_ins) {
        throw new AuthError(422, "anonymous_provider_disabled", "Anonymous sign-ins are disabled");
      }
      limits.anonymousSignIns.take(rateLimitKey(c));
      requireOpen();
      return c.json(await signUpAnonymously(context, body.data, readOrigin(c)));
    }
    limits.signInsAndSignUps.take(rateLimitKey(c));
    requireOpen();
    if (body.password === "") {
      throw new AuthError(400, "validation_failed", "Signup requires a valid password");
    }
    requireStrongPassword(config, body.password);
    if (body.phone !== "") {
      throw body.email === ""
        ? new AuthError(400, "phone_provider_disabled", "Phone signups are disabled")
        : new AuthError(
            400,
            "validation_failed",
            "Only an email address or phone number should be provided on signup.",
          );
    }
    if (!isEmailEnabled(config)) {
      throw new AuthError(400, "email_provider_disabled", "Email signups are disabled");
    }
    const challenge = readChallenge(body);
    const email = normalizeEmail(body.email);
    const { password, data } = body;
    const signUp = { email, password, data, challenge };
    return c.json(await signUpByEmail(context, signUp, readMailRequest(context, c)));
  });
}

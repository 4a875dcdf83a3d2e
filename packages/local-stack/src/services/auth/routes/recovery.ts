import { Hono } from "hono";
import { z } from "zod";
import { authenticate } from "../authenticate.ts";
import type { AuthContext, AuthEnvironment } from "../context.ts";
import { AuthError } from "../errors.ts";
import { readChallenge } from "../flow-state.ts";
import { readMailRequest } from "../mail-request.ts";
import {
  reauthenticate,
  requestRecovery,
  resendConfirmation,
  resendEmailChange,
} from "../recovery.ts";
import { normalizeEmail, optionalText, rateLimitKey, readBody } from "../request.ts";

const bodySchema = z.object({
  type: optionalText,
  email: optionalText,
  phone: optionalText,
  code_challenge: optionalText,
  code_challenge_method: optionalText,
});

const RESENDS = { signup: resendConfirmation, email_change: resendEmailChange } as const;

/** `POST /recover`, `POST /resend` and `GET /reauthenticate` */
export function recoveryRoute(context: AuthContext): Hono<AuthEnvironment> {
  const { config, limits } = context;
  const requireEmailProvider = () => {
    if (!config.email.enabled) {
      throw new AuthError(400, "email_provider_disabled", "Email logins are disabled");
    }
  };

  return new Hono<AuthEnvironment>()
    .post("/recover", async (c) => {
      limits.recoveries.take(rateLimitKey(c));
      requireEmailProvider();
      const body = await readBody(c, bodySchema);
      if (body.email === "") throw invalid("Password recovery requires an email");
      const wish = { email: normalizeEmail(body.email), challenge: readChallenge(body) };
      await requestRecovery(context, wish, readMailRequest(context, c));
      return c.json({});
    })
    .post("/resend", async (c) => {
      limits.resends.take(rateLimitKey(c));
      const body = await readBody(c, bodySchema);
      const { type, email, phone } = body;
      if (!["signup", "email_change", "sms", "phone_change"].includes(type)) {
        throw invalid("Missing one of these types: signup, email_change, sms, phone_change");
      }
      if (email !== "" && phone !== "") {
        throw invalid("Only an email address or phone number should be provided.");
      }
      if (type === "signup" && email === "") {
        throw invalid("Type provided requires an email address");
      }
      if (type === "sms" && phone === "") throw invalid("Type provided requires a phone number");
      if (phone !== "") {
        throw new AuthError(400, "phone_provider_disabled", "Phone logins are disabled");
      }
      if (email === "") throw invalid("Missing email address or phone number");
      requireEmailProvider();
      const wish = { email: normalizeEmail(email), challenge: readChallenge(body) };
      if (type === "signup" || type === "email_change") {
        await RESENDS[type](context, wish, readMailRequest(context, c));
      }
      return c.json({});
    })
    .get("/reauthenticate", authenticate(context), async (c) => {
      limits.resends.take(rateLimitKey(c));
      await reauthenticate(context, c.get("caller"), readMailRequest(context, c));
      return c.json({});
    });
}

function invalid(message: string): AuthError {
  return new AuthError(400, "validation_failed", message);
}
